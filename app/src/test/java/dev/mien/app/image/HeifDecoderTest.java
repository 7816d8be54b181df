package dev.mien.app.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.image.ImageException;
import dev.mien.image.ImageException.Reason;
import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four squares of 64 pixels: red and green above, blue and yellow below. */
final class HeifDecoderTest {
  private static final int TOLERANCE = 40;
  private static final int[] RED = {255, 0, 0};
  private static final int[] GREEN = {0, 255, 0};
  private static final int[] BLUE = {0, 0, 255};
  private static final int[] YELLOW = {255, 255, 0};

  private final ImageReader reader =
      new ImageReader(
          ImageReader.DEFAULT_MAX_PIXELS, ImageReader.DEFAULT_DEADLINE, List.of(new HeifDecoder()));

  private static byte[] file(String name) throws IOException {
    try (InputStream in = HeifDecoderTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static void assertColour(RgbImage image, int x, int y, int[] colour) {
    for (int channel = 0; channel < 3; channel++) {
      assertThat(Math.abs(image.sample(x, y, channel) - colour[channel]))
          .as("channel %d at %d, %d: %d", channel, x, y, image.sample(x, y, channel))
          .isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"single.heic", "single.avif", "grid.avif"})
  void read_coloursStandInTheirPlaces(String name) throws IOException {
    RgbImage image = reader.read(file(name));
    assertThat(image.width()).isEqualTo(128);
    assertThat(image.height()).isEqualTo(128);
    assertColour(image, 32, 32, RED);
    assertColour(image, 96, 32, GREEN);
    assertColour(image, 32, 96, BLUE);
    assertColour(image, 96, 96, YELLOW);
  }

  @Test
  void read_turnedCounterClockwise_isShownSo() throws IOException {
    RgbImage image = reader.read(file("turned.avif"));
    assertColour(image, 32, 32, GREEN);
    assertColour(image, 96, 32, YELLOW);
    assertColour(image, 32, 96, RED);
    assertColour(image, 96, 96, BLUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"single.heic", "grid.avif"})
  void read_cutShort_isOneReason(String name) throws IOException {
    byte[] whole = file(name);
    for (int length : new int[] {12, 40, whole.length / 2, whole.length - 30}) {
      assertThatThrownBy(() -> reader.read(Arrays.copyOf(whole, length)))
          .as("%d bytes", length)
          .isInstanceOf(ImageException.class);
    }
  }

  @Test
  void read_morePixelsThanTheLimit_isRefusedBeforeDecoding() {
    ImageReader small =
        new ImageReader(10_000, ImageReader.DEFAULT_DEADLINE, List.of(new HeifDecoder()));
    assertThatThrownBy(() -> small.read(file("grid.avif")))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT))
        .hasMessageContaining("128 x 128 pixels");
  }

  @Test
  void read_withoutTheDecoder_saysWhatIsRead() {
    assertThatThrownBy(() -> new ImageReader(1000).read(file("single.heic")))
        .hasMessage("it is not a JPEG, PNG, GIF, BMP, WebP or TIFF image");
    assertThatThrownBy(() -> reader.read(new byte[] {1, 2, 3}))
        .hasMessage("it is not a JPEG, PNG, GIF, BMP, WebP, TIFF, HEIC or AVIF image");
  }
}
