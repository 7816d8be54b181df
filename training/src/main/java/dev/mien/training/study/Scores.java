package dev.mien.training.study;

import dev.mien.training.evaluate.Interval;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A figure per image and seed, such as 1 for a right answer and 0 for a wrong one, or the
 * cross-entropy; what is reported is its mean.
 *
 * <p>Intervals hold for other images and other seeds: the variance of the mean is the sum of the
 * mean squares of images and of seeds (two-way analysis of variance with random effects, one figure
 * a cell), and Student's distribution has the degrees of freedom that Satterthwaite (1946) gives.
 * What neither explains is in both, so that the sum is rather too large than too small: with three
 * to five seeds, intervals of 95 % hold 92 to 99 % of the time in simulations, whether seeds matter
 * or not (decision 0028).
 *
 * @param values one row per seed, one column per image
 */
public record Scores(double[][] values) {
  private static final double UPPER = 0.975;

  /** The mean over images and seeds. */
  public double mean() {
    return Arrays.stream(bySeed()).average().orElse(0);
  }

  /** The mean of every seed. */
  public double[] bySeed() {
    return Arrays.stream(values)
        .mapToDouble(row -> Arrays.stream(row).average().orElse(0))
        .toArray();
  }

  /** The 95 % interval of the mean; with one seed it says nothing of others. */
  public Interval interval() {
    double mean = mean();
    double half = halfWidth(mean);
    return new Interval(mean - half, mean + half);
  }

  /**
   * The 95 % interval of this mean minus that of {@code other}, on the same images, seed by seed:
   * runs of one seed see the same images in the same order, varied in the same way.
   *
   * @throws IllegalArgumentException if images differ in number, or both have several seeds, but
   *     not as many
   */
  public Interval differenceTo(Scores other) {
    return minus(other).interval();
  }

  /** A method that knows no seed has one row, which is compared with every seed. */
  private Scores minus(Scores other) {
    int seeds = Math.max(values.length, other.values.length);
    if (Math.min(values.length, other.values.length) != 1 && values.length != other.values.length) {
      throw new IllegalArgumentException(
          "%d seeds cannot be compared with %d".formatted(values.length, other.values.length));
    }
    if (values[0].length != other.values[0].length) {
      throw new IllegalArgumentException("other images");
    }
    double[][] differences = new double[seeds][values[0].length];
    for (int s = 0; s < seeds; s++) {
      double[] mine = values[Math.min(s, values.length - 1)];
      double[] theirs = other.values[Math.min(s, other.values.length - 1)];
      Arrays.setAll(differences[s], i -> mine[i] - theirs[i]);
    }
    return new Scores(differences);
  }

  private double halfWidth(double mean) {
    int seeds = values.length;
    int images = values[0].length;
    double[] byImage = new double[images];
    for (double[] row : values) {
      for (int i = 0; i < images; i++) {
        byImage[i] += row[i] / seeds;
      }
    }
    int freeImages = Math.max(1, images - 1);
    int freeSeeds = Math.max(1, seeds - 1);
    double ofImages = seeds * squares(byImage, mean) / freeImages;
    double ofSeeds = seeds == 1 ? 0 : images * squares(bySeed(), mean) / freeSeeds;
    double variance = ofImages + ofSeeds;
    if (variance == 0) {
      return 0;
    }
    double freedom =
        variance * variance / (ofImages * ofImages / freeImages + ofSeeds * ofSeeds / freeSeeds);
    return TDistribution.of(freedom).inverseCumulativeProbability(UPPER)
        * Math.sqrt(variance / ((double) images * seeds));
  }

  private static double squares(double[] values, double mean) {
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
  }
}
