package dev.mien.face;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.image.RgbImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class FaceAlignerTest {
  private final FaceAligner aligner = new FaceAligner(AlignmentTemplate.FER2013, 48);

  @Test
  void wholeImage_ofTheRightSize_isTakenByteForByte() {
    byte[] grey = new byte[48 * 48];
    new SplittableRandom(3).nextBytes(grey);
    assertThat(aligner.wholeImage(RgbImage.ofGrey(48, 48, grey)).grey()).isEqualTo(grey);
  }

  @Test
  void wholeImage_threeTimesTheSize_isTheMeanOfThreeByThree() {
    byte[] grey = new byte[144 * 144];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (i % 144 % 3 * 90); // Columns of 0, 90, 180: mean 90.
    }
    assertThat(aligner.wholeImage(RgbImage.ofGrey(144, 144, grey)).grey()).containsOnly((byte) 90);
  }

  @Test
  void wholeImage_wide_takesTheCentredSquare() {
    byte[] grey = new byte[96 * 48];
    for (int i = 0; i < grey.length; i++) {
      int x = i % 96;
      grey[i] = (byte) (x < 24 || x >= 72 ? 200 : 100);
    }
    assertThat(aligner.wholeImage(RgbImage.ofGrey(96, 48, grey)).grey()).containsOnly((byte) 100);
  }
}
