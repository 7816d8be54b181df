package dev.mien.training.export;

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
        sum -= Math.log(Math.max(1e-12, softmax(logits[i], temperature)[labels[i]]));
      }
    }
    return sum;
  }

  /** The probabilities that logits mean at a temperature. */
  static float[] softmax(float[] logits, double temperature) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] powers = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      powers[c] = Math.exp((logits[c] - largest) / temperature);
      sum += powers[c];
    }
    float[] probabilities = new float[logits.length];
    for (int c = 0; c < logits.length; c++) {
      probabilities[c] = (float) (powers[c] / sum);
    }
    return probabilities;
  }
}
