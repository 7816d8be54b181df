package dev.mien.training.export;

import dev.mien.training.predict.Predictions;

/**
 * Chooses the confidence below which an answer is better called uncertain: where it is as often
 * wrong as right.
 */
final class Abstention {
  private static final double STEP = 0.01;
  private static final double WINDOW = 0.1;
  private static final int MIN_ANSWERS = 20;

  private Abstention() {}

  /**
   * The largest threshold, in hundredths, such that of the answers whose confidence lies less than
   * a tenth below it at most half are right.
   *
   * @param probabilities one row per sample
   * @param labels one per sample; -1 leaves the sample out
   * @return 0 if there is no such threshold; windows with fewer than 20 answers do not count
   */
  static double threshold(float[][] probabilities, int[] labels) {
    double best = 0;
    for (int hundredth = 1; hundredth <= 100; hundredth++) {
      double threshold = hundredth * STEP;
      int right = 0;
      int near = 0;
      for (int i = 0; i < labels.length; i++) {
        int top = Predictions.argmax(probabilities[i]);
        double confidence = probabilities[i][top];
        if (labels[i] >= 0 && confidence < threshold && confidence >= threshold - WINDOW) {
          near++;
          right += top == labels[i] ? 1 : 0;
        }
      }
      if (near >= MIN_ANSWERS && 2 * right <= near) {
        best = threshold;
      }
    }
    return best;
  }
}
