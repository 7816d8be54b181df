package dev.mien.training.evaluate;

import java.util.stream.IntStream;

/**
 * Counts of what was there against what was said, and the figures that follow. A class that was
 * never said has precision 0, one that was never there recall 0.
 */
public final class ConfusionMatrix {
  private final int[][] counts;

  /** An empty matrix. */
  public ConfusionMatrix(int classes) {
    counts = new int[classes][classes];
  }

  /** Counts one answer. */
  public void add(int actual, int predicted) {
    counts[actual][predicted]++;
  }

  /** How often {@code actual} was there and {@code predicted} was said. */
  public int count(int actual, int predicted) {
    return counts[actual][predicted];
  }

  /** How many classes. */
  public int classes() {
    return counts.length;
  }

  /** How many answers. */
  public int total() {
    return IntStream.range(0, classes()).map(this::support).sum();
  }

  /** How many answers were right. */
  public int correct() {
    return IntStream.range(0, classes()).map(c -> counts[c][c]).sum();
  }

  /** How often a class was there. */
  public int support(int actual) {
    return IntStream.of(counts[actual]).sum();
  }

  /** How often a class was said. */
  public int predictions(int predicted) {
    return IntStream.range(0, classes()).map(actual -> counts[actual][predicted]).sum();
  }

  /** The share of right answers. */
  public double accuracy() {
    return ratio(correct(), total());
  }

  /** Of the times a class was said, how often it was there. */
  public double precision(int c) {
    return ratio(counts[c][c], predictions(c));
  }

  /** Of the times a class was there, how often it was said. */
  public double recall(int c) {
    return ratio(counts[c][c], support(c));
  }

  /** The harmonic mean of precision and recall. */
  public double f1(int c) {
    return ratio(2 * counts[c][c], support(c) + predictions(c));
  }

  /** The mean precision of the classes that were there. */
  public double macroPrecision() {
    return occurring().mapToDouble(this::precision).average().orElse(0);
  }

  /** The mean precision of the classes, weighed by how often they were there. */
  public double weightedPrecision() {
    return ratio(
        IntStream.range(0, classes()).mapToDouble(c -> precision(c) * support(c)).sum(), total());
  }

  /** The mean recall of the classes that were there; also called balanced accuracy. */
  public double macroRecall() {
    return occurring().mapToDouble(this::recall).average().orElse(0);
  }

  /** The mean F1 of the classes that were there. */
  public double macroF1() {
    return occurring().mapToDouble(this::f1).average().orElse(0);
  }

  /** A class without samples has no recall, and says nothing of the others. */
  private IntStream occurring() {
    return IntStream.range(0, classes()).filter(c -> support(c) > 0);
  }

  /** The mean F1 of the classes, weighed by how often they were there. */
  public double weightedF1() {
    return ratio(IntStream.range(0, classes()).mapToDouble(c -> f1(c) * support(c)).sum(), total());
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
