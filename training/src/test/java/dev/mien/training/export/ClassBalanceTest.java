package dev.mien.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ClassBalanceTest {
  /** 95 of class 0 and 5 of class 1, whose logit is a little too small to win. */
  private static float[][] timid(double gap) {
    float[][] logits = new float[100][];
    for (int i = 0; i < 100; i++) {
      logits[i] = i < 95 ? new float[] {4, 0} : new float[] {(float) gap, 0};
    }
    return logits;
  }

  private static int[] labels() {
    int[] labels = new int[100];
    Arrays.fill(labels, 95, 100, 1);
    return labels;
  }

  @Test
  void choose_rareClassNearlyWins_letsItWin() {
    ClassBalance balance = ClassBalance.choose(timid(1), labels(), new double[] {0.95, 0.05});
    // log(0.95 / 0.05) = 2.94: a share of 0.35 is the first to lift 0 above 1.
    assertThat(balance.share()).isCloseTo(0.35, within(1e-9));
    float[][] shifted = balance.apply(timid(1));
    assertThat(shifted[99][1]).isGreaterThan(shifted[99][0]);
    assertThat(shifted[0][0]).isGreaterThan(shifted[0][1]);
    assertThat(0.95 * balance.offsets()[0] + 0.05 * balance.offsets()[1])
        .isCloseTo(0, within(1e-6));
  }

  @Test
  void choose_nothingToGain_changesNothing() {
    ClassBalance balance = ClassBalance.choose(timid(-1), labels(), new double[] {0.95, 0.05});
    assertThat(balance.share()).isZero();
    assertThat(balance.offsets()).containsExactly(new float[] {0, 0}, within(0f));
  }
}
