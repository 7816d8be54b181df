package dev.mien.training.export;

import dev.mien.training.train.Logits;

/**
 * Finds the number by which logits are divided so that probabilities mean what they say (Guo et
 * al., ICML 2017): the one with the least negative log likelihood.
 */
final class TemperatureScaling {
  private static final double LOWEST = 0.25;
  private static final double HIGHEST = 4;
  private static final int STEPS = 60;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private TemperatureScaling() {}

  /**
   * Fits the temperature by golden-section search, between 0.25 and 4.
   *
   * @param logits one row per sample
   * @param labels one per sample; -1 leaves the sample out
   */
  static double fit(float[][] logits, int[] labels) {
    double low = Math.log(LOWEST);
    double high = Math.log(HIGHEST);
    for (int step = 0; step < STEPS; step++) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (loss(logits, labels, Math.exp(left)) < loss(logits, labels, Math.exp(right))) {
        high = right;
      } else {
        low = left;
      }
    }
    return Math.exp((low + high) / 2);
  }

  private static double loss(float[][] logits, int[] labels, double temperature) {
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= 0) {
        sum -= Math.log(Math.max(1e-12, Logits.softmax(logits[i], temperature)[labels[i]]));
      }
    }
    return sum;
  }
}
