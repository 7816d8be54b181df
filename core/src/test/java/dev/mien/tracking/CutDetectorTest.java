package dev.mien.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.SamplePhotos;
import dev.mien.image.RgbImage;
import org.junit.jupiter.api.Test;

final class CutDetectorTest {
  /** A part of a photo, its grey values multiplied. */
  private static RgbImage part(RgbImage photo, int left, int top, double light) {
    int width = 960;
    int height = 640;
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3;
      int value = photo.sample(left + pixel % width, top + pixel / width, i % 3);
      rgb[i] = (byte) Math.min(255, Math.round(value * light));
    }
    return RgbImage.ofBytes(width, height, rgb);
  }

  @Test
  void isCut_everyPairOfPhotos_isOne() {
    for (int first = 1; first <= 6; first++) {
      for (int second = 1; second <= 6; second++) {
        CutDetector detector = new CutDetector();
        assertThat(detector.isCut(SamplePhotos.read(first))).isFalse();
        assertThat(detector.isCut(SamplePhotos.read(second)))
            .as("photo %d, then %d", first, second)
            .isEqualTo(first != second);
      }
    }
  }

  @Test
  void isCut_cameraThatPans_isNone() {
    RgbImage photo = SamplePhotos.read(3);
    CutDetector detector = new CutDetector();
    for (int f = 0; f < 12; f++) {
      assertThat(detector.isCut(part(photo, 60 * f, 10 * f, 1))).as("frame %d", f).isFalse();
    }
  }

  @Test
  void isCut_lightThatIsSwitchedOnAndOff_isNone() {
    RgbImage photo = SamplePhotos.read(4);
    CutDetector detector = new CutDetector();
    for (double light : new double[] {1, 0.4, 1, 1.6, 1}) {
      assertThat(detector.isCut(part(photo, 200, 100, light))).as("light %s", light).isFalse();
    }
  }

  @Test
  void isCut_blackFrameInBetween_isPassedOver() {
    RgbImage black = RgbImage.ofGrey(960, 640, new byte[960 * 640]);
    CutDetector detector = new CutDetector();
    assertThat(detector.isCut(SamplePhotos.read(1))).isFalse();
    assertThat(detector.isCut(black)).isFalse();
    assertThat(detector.isCut(SamplePhotos.read(1))).isFalse();
    assertThat(detector.isCut(black)).isFalse();
    assertThat(detector.isCut(SamplePhotos.read(2))).isTrue();
  }
}
