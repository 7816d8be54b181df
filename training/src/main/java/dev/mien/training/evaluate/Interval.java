package dev.mien.training.evaluate;

/**
 * A 95 % confidence interval of a share: Wilson's score interval (1927), which stays between 0 and
 * 1.
 */
public record Interval(double low, double high) {
  private static final double Z = 1.959963984540054;

  /** The interval of {@code successes} out of {@code trials}. */
  public static Interval wilson(int successes, int trials) {
    if (trials <= 0) {
      return new Interval(0, 1);
    }
    double share = (double) successes / trials;
    double square = Z * Z / trials;
    double centre = (share + square / 2) / (1 + square);
    double half =
        Z / (1 + square) * Math.sqrt(share * (1 - share) / trials + square / (4 * trials));
    return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
  }

  /**
   * The interval of the difference of two independent shares, from their own intervals (Newcombe's
   * hybrid score interval, 1998).
   */
  static Interval difference(Interval first, double share, Interval second, double other) {
    double difference = share - other;
    return new Interval(
        difference - Math.hypot(share - first.low(), second.high() - other),
        difference + Math.hypot(first.high() - share, other - second.low()));
  }
}
