package dev.mien.training.export;

import dev.mien.training.train.Logits;
import dev.mien.training.train.Trainer;

/**
 * Finds the number by which logits are divided so that probabilities mean what they say (Guo et
 * al., ICML 2017): the one with the least negative log likelihood. With few images, all of which
 * may be right, that would be the smallest there is: below {@link Trainer#LEAST_VALIDATION} the
 * logarithm of the temperature is expected around 0, with a deviation of 0.3 (the most probable one
 * is taken).
 */
final class TemperatureScaling {
  private static final double LOWEST = 0.25;
  private static final double HIGHEST = 4;
  private static final int STEPS = 60;
  private static final double DEVIATION = 0.3;
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
    int counted = 0;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= 0) {
        sum -= Math.log(Math.max(1e-12, Logits.softmax(logits[i], temperature)[labels[i]]));
        counted++;
      }
    }
    double unexpected = Math.log(temperature) / DEVIATION;
    return counted < Trainer.LEAST_VALIDATION ? sum + unexpected * unexpected / 2 : sum;
  }
}
