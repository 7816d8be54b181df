package dev.mien.training.export;

/** Chooses the confidence below which an answer is better called uncertain. */
final class Abstention {
  private static final double STEP = 0.01;
  private static final int MIN_ANSWERS = 20;

  private Abstention() {}

  /**
   * The largest confidence, in hundredths, below which answers are wrong at least as often as they
   * are right.
   *
   * @param probabilities one row per sample
   * @param labels one per sample; -1 leaves the sample out
   * @return 0 if there is no such confidence, or fewer than 20 answers below it
   */
  static double threshold(float[][] probabilities, int[] labels) {
    double best = 0;
    for (int hundredth = 1; hundredth <= 100; hundredth++) {
      double threshold = hundredth * STEP;
      int right = 0;
      int below = 0;
      for (int i = 0; i < labels.length; i++) {
        int top = top(probabilities[i]);
        if (labels[i] >= 0 && probabilities[i][top] < threshold) {
          below++;
          right += top == labels[i] ? 1 : 0;
        }
      }
      if (below >= MIN_ANSWERS && 2 * right <= below) {
        best = threshold;
      }
    }
    return best;
  }

  private static int top(float[] row) {
    int best = 0;
    for (int c = 1; c < row.length; c++) {
      if (row[c] > row[best]) {
        best = c;
      }
    }
    return best;
  }
}
