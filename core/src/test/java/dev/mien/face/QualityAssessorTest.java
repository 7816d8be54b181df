package dev.mien.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.geometry.Box;
import dev.mien.geometry.Point;
import dev.mien.geometry.Similarity;
import dev.mien.image.RgbImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class QualityAssessorTest {
  private final QualityAssessor assessor = new QualityAssessor();
  private final RgbImage image = RgbImage.ofGrey(200, 200, new byte[200 * 200]);

  private static Face face(Box box, double noseX, double noseY) {
    return new Face(
        box,
        new Landmarks(
            new Point(80, 80),
            new Point(120, 80),
            new Point(noseX, noseY),
            new Point(100, 120),
            new Point(60, 85),
            new Point(140, 85)),
        0.9);
  }

  private static AlignedFace aligned(int low, int high) {
    byte[] grey = new byte[48 * 48];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) random.nextInt(low, high);
    }
    return new AlignedFace(48, grey, Similarity.IDENTITY);
  }

  @Test
  void assess_straightSharpFace_hasNoReasons() {
    FaceQuality quality =
        assessor.assess(image, face(new Box(50, 50, 100, 100), 100, 102), aligned(60, 200));
    assertThat(quality.reasons()).isEmpty();
    assertThat(quality.good()).isTrue();
    assertThat(quality.yaw()).isCloseTo(0, within(0.01));
    assertThat(quality.pitch()).isCloseTo(0, within(0.01));
    assertThat(quality.roll()).isCloseTo(0, within(0.01));
    assertThat(quality.size()).isEqualTo(100);
  }

  @Test
  void assess_noseBesideTheEyes_isTurnedAway() {
    FaceQuality quality =
        assessor.assess(image, face(new Box(50, 50, 100, 100), 122, 102), aligned(60, 200));
    assertThat(quality.yaw()).isCloseTo(45, within(0.01));
    assertThat(quality.reasons()).containsExactly(QualityReason.TURNED_AWAY);
  }

  @Test
  void assess_smallDarkFlatAndCutOff_givesEveryReason() {
    Face face = face(new Box(-10, 50, 30, 30), 100, 102);
    FaceQuality quality =
        assessor.assess(image, face, new AlignedFace(48, new byte[48 * 48], Similarity.IDENTITY));
    assertThat(quality.reasons())
        .containsExactly(
            QualityReason.TOO_SMALL,
            QualityReason.BLURRED,
            QualityReason.TOO_DARK,
            QualityReason.LOW_CONTRAST,
            QualityReason.CUT_OFF);
  }

  @Test
  void assess_brightFace_isTooBright() {
    FaceQuality quality = assessor.assessWholeImage(image, aligned(200, 256));
    assertThat(quality.reasons()).containsExactly(QualityReason.TOO_BRIGHT);
  }
}
