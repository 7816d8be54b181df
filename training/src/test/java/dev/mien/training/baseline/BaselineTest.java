package dev.mien.training.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.training.SyntheticFaces;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BaselineTest {
  private static final int SIZE = Sample.SIZE;

  private static Stream<Features> features() {
    return Stream.of(new Hog(), new Lbp());
  }

  private static byte[] stripes(boolean vertical) {
    byte[] pixels = new byte[SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (128 + 100 * Math.sin((vertical ? i % SIZE : i / SIZE) / 2.0));
    }
    return pixels;
  }

  @Test
  void hog_verticalStripes_putAllGradientsIntoTheHorizontalBins() {
    double[] hog = new Hog().of(stripes(true));
    assertThat(hog).hasSize(900);
    for (int cell = 0; cell < hog.length / 9; cell++) {
      double horizontal = hog[cell * 9] + hog[cell * 9 + 8];
      double all = Arrays.stream(hog, cell * 9, cell * 9 + 9).sum();
      assertThat(horizontal).isCloseTo(all, within(1e-9));
    }
    assertThat(new Hog().of(stripes(false))[4]).isGreaterThan(0.1);
  }

  @Test
  void hog_moreContrast_changesLittle() {
    byte[] strong = stripes(true);
    byte[] weak = new byte[strong.length];
    for (int i = 0; i < weak.length; i++) {
      weak[i] = (byte) (64 + (strong[i] & 0xff) / 2);
    }
    double[] a = new Hog().of(strong);
    double[] b = new Hog().of(weak);
    for (int i = 0; i < a.length; i++) {
      assertThat(b[i]).isCloseTo(a[i], within(0.02));
    }
  }

  @Test
  void lbp_flatFace_isOnePatternPerCell() {
    double[] lbp = new Lbp().of(new byte[SIZE * SIZE]);
    assertThat(lbp).hasSize(944);
    assertThat(Arrays.stream(lbp).filter(value -> value > 0).count()).isEqualTo(16);
  }

  @Test
  void lbp_brighterFace_isTheSame() {
    byte[] dark = stripes(true);
    byte[] light = new byte[dark.length];
    for (int i = 0; i < light.length; i++) {
      light[i] = (byte) ((dark[i] & 0xff) + 20);
    }
    assertThat(new Lbp().of(light)).isEqualTo(new Lbp().of(dark));
  }

  @ParameterizedTest
  @MethodSource("features")
  void train_easyPatterns_tellsThemApart(Features features) {
    List<Sample> samples = SyntheticFaces.make(210);
    LinearSvm svm = LinearSvm.train(features, samples.subList(0, 140), Protocol.FER2013);
    List<Sample> tested = samples.subList(140, 210);
    int[] said = svm.predict(tested);
    int right = 0;
    for (int i = 0; i < said.length; i++) {
      right += said[i] == tested.get(i).label() ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(50);
    assertThat(svm.parameters()).isEqualTo(7L * (features.of(samples.get(0).pixels()).length + 1));
  }
}
