package dev.mien.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RowSumsTest {
  @Property(tries = 200)
  void sum_ofAnyRectangle_isThatOfItsPixels(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 12) int height,
      @ForAll long seed) {
    Random random = new Random(seed);
    byte[] rgb = new byte[3 * width * height];
    random.nextBytes(rgb);
    RgbImage image = RgbImage.ofBytes(width, height, rgb);
    int left = random.nextInt(width);
    int right = left + 1 + random.nextInt(width - left);
    int top = random.nextInt(height);
    int bottom = top + 1 + random.nextInt(height - top);
    RowSums sums = new RowSums(image, random.nextInt(left + 1), right);
    sums.rows(0, height);
    sums.rows(top, bottom);
    int[] found = new int[3];
    sums.sum(left, right, found);
    int[] expected = new int[3];
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        for (int channel = 0; channel < 3; channel++) {
          expected[channel] += image.sample(x, y, channel);
        }
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void sum_ofMoreWhiteRowsThanALaneHolds_doesNotOverflow() {
    int height = 1000;
    byte[] white = new byte[9 * height];
    Arrays.fill(white, (byte) 255);
    RowSums sums = new RowSums(RgbImage.ofBytes(3, height, white), 0, 3);
    sums.rows(0, height);
    int[] colours = new int[3];
    sums.sum(0, 3, colours);
    assertThat(colours).containsOnly(3 * 255 * height);
  }

  @Test
  void constructor_columnsOutside_areRefused() {
    RgbImage image = RgbImage.ofGrey(2, 1, new byte[2]);
    assertThatThrownBy(() -> new RowSums(image, 0, 3)).isInstanceOf(IllegalArgumentException.class);
  }
}
