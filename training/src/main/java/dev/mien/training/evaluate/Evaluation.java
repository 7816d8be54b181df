package dev.mien.training.evaluate;

import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Split;

/**
 * How well a model does under one protocol.
 *
 * @param protocol which images counted, with which label
 * @param split which part of the data set
 * @param matrix all counts
 * @param calibrationError expected calibration error, 15 bins of equal width (Guo et al., ICML
 *     2017)
 */
public record Evaluation(
    Protocol protocol, Split split, ConfusionMatrix matrix, double calibrationError) {
  private static final int BINS = 15;

  /**
   * Evaluates answers.
   *
   * @param probabilities one row per sample, in the order of the protocol's classes
   * @param labels one per sample; -1 leaves the sample out
   */
  public static Evaluation of(
      Protocol protocol, Split split, float[][] probabilities, int[] labels) {
    ConfusionMatrix matrix = new ConfusionMatrix(protocol.classes().size());
    double[] confidences = new double[BINS];
    int[] right = new int[BINS];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= 0) {
        int predicted = argmax(probabilities[i]);
        matrix.add(labels[i], predicted);
        int bin = Math.min(BINS - 1, (int) (probabilities[i][predicted] * BINS));
        confidences[bin] += probabilities[i][predicted];
        right[bin] += predicted == labels[i] ? 1 : 0;
      }
    }
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      error += Math.abs(confidences[bin] - right[bin]) / Math.max(1, matrix.total());
    }
    return new Evaluation(protocol, split, matrix, error);
  }

  /** The 95 % interval of the accuracy. */
  public Interval interval() {
    return Interval.wilson(matrix.correct(), matrix.total());
  }

  /** The index of the largest number, the first of equals. */
  public static int argmax(float[] row) {
    int best = 0;
    for (int c = 1; c < row.length; c++) {
      if (row[c] > row[best]) {
        best = c;
      }
    }
    return best;
  }
}
