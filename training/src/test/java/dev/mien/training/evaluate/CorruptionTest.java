package dev.mien.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.training.SyntheticFaces;
import dev.mien.training.dataset.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CorruptionTest {
  private static final byte[] FACE = SyntheticFaces.make(3).get(2).pixels();

  private static double distance(byte[] a, byte[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
    }
    return sum / a.length;
  }

  @ParameterizedTest
  @EnumSource
  void apply_growsWithTheGradeAndLeavesTheInputAlone(Corruption corruption) {
    byte[] before = FACE.clone();
    double last = 0;
    for (int grade = 0; grade < Corruption.GRADES; grade++) {
      byte[] corrupted = corruption.apply(FACE, 7, grade);
      assertThat(corrupted).hasSize(Sample.SIZE * Sample.SIZE);
      assertThat(distance(FACE, corrupted)).isGreaterThan(last == 0 ? 0.01 : 0.9 * last);
      assertThat(corruption.apply(FACE, 7, grade)).isEqualTo(corrupted);
      last = distance(FACE, corrupted);
    }
    assertThat(FACE).isEqualTo(before);
  }

  @Test
  void apply_noise_differsFromRowToRow() {
    assertThat(Corruption.NOISE.apply(FACE, 1, 1)).isNotEqualTo(Corruption.NOISE.apply(FACE, 2, 1));
  }

  @Test
  void apply_darker_scalesEveryPixel() {
    byte[] dark = Corruption.DARKER.apply(FACE, 0, 1);
    for (int i = 0; i < dark.length; i++) {
      assertThat(dark[i] & 0xff).isEqualTo((int) Math.round((FACE[i] & 0xff) * 0.4));
    }
  }

  @Test
  void apply_occlusions_coverWhereEyesAndMouthAreInFer2013() {
    byte[] eyes = Corruption.OCCLUDED_EYES.apply(FACE, 0, 1);
    byte[] mouth = Corruption.OCCLUDED_MOUTH.apply(FACE, 0, 1);
    int eye = 18 * Sample.SIZE + 15;
    int lip = 37 * Sample.SIZE + 24;
    assertThat(eyes[eye] & 0xff).isEqualTo(128);
    assertThat(mouth[lip] & 0xff).isEqualTo(128);
    assertThat(eyes[lip]).isEqualTo(FACE[lip]);
    assertThat(mouth[eye]).isEqualTo(FACE[eye]);
  }
}
