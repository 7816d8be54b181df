package dev.mien.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.training.SyntheticFaces;
import dev.mien.training.dataset.Sample;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  @Test
  void apply_sideLight_brightensOneSideAndDarkensTheOther() {
    byte[] grey = new byte[Sample.SIZE * Sample.SIZE];
    Arrays.fill(grey, (byte) 100);
    byte[] lit = Corruption.SIDE_LIGHT.apply(grey, 3, Corruption.MIDDLE);
    IntSummaryStatistics values =
        IntStream.range(0, lit.length).map(i -> lit[i] & 0xff).summaryStatistics();
    assertThat(values.getMin()).isEqualTo(40);
    assertThat(values.getMax()).isEqualTo(160);
    assertThat(values.getAverage()).isCloseTo(100, within(2.0));
  }

  @Test
  void apply_castShadow_takesLightFromOneSideAlone() {
    byte[] grey = new byte[Sample.SIZE * Sample.SIZE];
    Arrays.fill(grey, (byte) 100);
    for (int row = 0; row < 20; row++) {
      byte[] lit = Corruption.CAST_SHADOW.apply(grey, row, Corruption.MIDDLE);
      long bright = IntStream.range(0, lit.length).filter(i -> lit[i] == 100).count();
      long dark = IntStream.range(0, lit.length).filter(i -> lit[i] == 35).count();
      assertThat(bright).isGreaterThan(lit.length / 5);
      assertThat(dark).isGreaterThan(lit.length / 5);
      assertThat(bright + dark).isGreaterThan(lit.length * 9 / 10);
    }
  }

  @Test
  void sets_haveEveryCorruptionOnce() {
    assertThat(Stream.concat(Corruption.STRESS.stream(), Corruption.UNEVEN_LIGHT.stream()))
        .containsExactly(Corruption.values());
    assertThat(Corruption.STRESS).hasSize(12);
  }
}
