package dev.mien.face.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.geometry.Box;
import dev.mien.image.RgbImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LetterboxTest {
  /**
   * Such a picture is a few bytes as a file, and must not cost much more memory than its pixels.
   */
  @Test
  void pixels_ofAPictureThatIsFlatterThanAPixelOfTheSquare_areAllOutside() {
    int width = 3_000_000;
    RgbImage flat = RgbImage.ofGrey(width, 1, new byte[width]);
    assertThat(new Letterbox(new Box(0, 0, width, 1), 128).pixels(flat)).containsOnly(-1f);
    RgbImage narrow = RgbImage.ofGrey(1, width, new byte[width]);
    assertThat(new Letterbox(new Box(0, 0, 1, width), 128).pixels(narrow)).containsOnly(-1f);
  }

  @Test
  void pixels_shrunk_areMeans() {
    byte[] grey = new byte[256 * 256];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) ((i % 2 + i / 256 % 2) * 100); // 0, 100, 100 and 200: their mean is 100.
    }
    float[] pixels =
        new Letterbox(new Box(0, 0, 256, 256), 128).pixels(RgbImage.ofGrey(256, 256, grey));
    float[] expected = new float[pixels.length];
    Arrays.fill(expected, 400 * (1f / (4 * 127.5f)) - 1);
    assertThat(pixels).containsExactly(expected);
  }
}
