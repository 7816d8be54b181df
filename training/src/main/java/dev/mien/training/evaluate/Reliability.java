package dev.mien.training.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * How far confidence and accuracy agree: answers in 15 bins of equal width by their confidence (Guo
 * et al., ICML 2017).
 *
 * @param bins those that hold answers, from low to high confidence
 */
public record Reliability(List<Bin> bins) {
  private static final int BINS = 15;

  /**
   * The answers of similar confidence.
   *
   * @param answers how many
   * @param confidence their mean confidence
   * @param accuracy the share that is right
   */
  public record Bin(int answers, double confidence, double accuracy) {}

  /** Sorts answers into bins. */
  static Reliability of(double[] confidences, boolean[] right) {
    double[] sums = new double[BINS];
    int[] answers = new int[BINS];
    int[] hits = new int[BINS];
    for (int i = 0; i < right.length; i++) {
      int bin = Math.min(BINS - 1, (int) (confidences[i] * BINS));
      sums[bin] += confidences[i];
      answers[bin]++;
      hits[bin] += right[i] ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (answers[bin] > 0) {
        bins.add(
            new Bin(answers[bin], sums[bin] / answers[bin], (double) hits[bin] / answers[bin]));
      }
    }
    return new Reliability(List.copyOf(bins));
  }

  /** Expected calibration error: the mean distance of confidence and accuracy. */
  public double expectedError() {
    double sum = 0;
    int total = 0;
    for (Bin bin : bins) {
      sum += bin.answers() * Math.abs(bin.confidence() - bin.accuracy());
      total += bin.answers();
    }
    return sum / Math.max(1, total);
  }
}
