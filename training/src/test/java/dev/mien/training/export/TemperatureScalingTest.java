package dev.mien.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.training.train.Logits;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TemperatureScalingTest {
  @Test
  void fit_logitsTwiceTooLarge_findsTwo() {
    SplittableRandom random = new SplittableRandom(9);
    int count = 20_000;
    float[][] logits = new float[count][3];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < 3; c++) {
        logits[i][c] = (float) (4 * random.nextDouble());
      }
      float[] truth = Logits.softmax(logits[i], 2);
      double draw = random.nextDouble();
      labels[i] = draw < truth[0] ? 0 : draw < truth[0] + truth[1] ? 1 : 2;
    }
    assertThat(TemperatureScaling.fit(logits, labels)).isCloseTo(2, within(0.15));
  }

  @Test
  void fit_fewAnswersAllRight_staysNearOne() {
    float[][] logits = new float[8][];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = new float[] {1, 0, 0};
    }
    assertThat(TemperatureScaling.fit(logits, new int[8])).isBetween(0.6, 0.95);
  }

  @Test
  void softmax_atTwiceTheTemperature_isFlatter() {
    float[] sharp = Logits.softmax(new float[] {2, 0}, 1);
    float[] flat = Logits.softmax(new float[] {2, 0}, 2);
    assertThat(sharp[0]).isCloseTo(0.880797f, within(1e-5f));
    assertThat(flat[0]).isCloseTo(0.731059f, within(1e-5f));
  }

  @Test
  void abstention_whereAnswersAreHalfRight_isTheThreshold() {
    float[][] probabilities = new float[200][];
    int[] labels = new int[200];
    for (int i = 0; i < 200; i++) {
      boolean sure = i >= 100;
      probabilities[i] = sure ? new float[] {.9f, .1f} : new float[] {.45f, .4f};
      labels[i] = sure ? 0 : i % 2;
    }
    assertThat(Abstention.threshold(probabilities, labels)).isCloseTo(0.46, within(0.011));
    // Bad luck among confident answers, with good answers below it, does not move the threshold.
    for (int i = 100; i < 200; i++) {
      probabilities[i] = i < 160 ? new float[] {.6f, .4f} : new float[] {.7f, .3f};
      labels[i] = i < 160 || i % 2 == 0 ? 0 : 1;
    }
    assertThat(Abstention.threshold(probabilities, labels)).isCloseTo(0.46, within(0.011));
    assertThat(Abstention.threshold(new float[0][], new int[0])).isZero();
  }
}
