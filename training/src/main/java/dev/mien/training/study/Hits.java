package dev.mien.training.study;

import dev.mien.training.evaluate.Interval;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;

/**
 * Which of a set of images a method got right, once per seed.
 *
 * @param right one row per seed, one column per image
 */
record Hits(boolean[][] right) {
  private static final int RESAMPLES = 2000;

  double accuracy() {
    return Arrays.stream(right).mapToDouble(Hits::share).average().orElse(0);
  }

  double[] accuracies() {
    return Arrays.stream(right).mapToDouble(Hits::share).toArray();
  }

  private static double share(boolean[] row) {
    int hits = 0;
    for (boolean hit : row) {
      hits += hit ? 1 : 0;
    }
    return (double) hits / row.length;
  }

  /** The 95 % interval of the mean accuracy: bootstrap over images and seeds. */
  Interval interval() {
    return bootstrap((random, images) -> resampled(random, images));
  }

  /** The 95 % interval of the difference to {@code other}, on the same images. */
  Interval differenceTo(Hits other) {
    return bootstrap(
        (random, images) -> resampled(random, images) - other.resampled(random, images));
  }

  private Interval bootstrap(ToDoubleBiFunction<SplittableRandom, int[]> statistic) {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = new double[RESAMPLES];
    int count = right[0].length;
    for (int r = 0; r < RESAMPLES; r++) {
      int[] images = random.ints(count, 0, count).toArray();
      values[r] = statistic.applyAsDouble(random, images);
    }
    Arrays.sort(values);
    return new Interval(
        values[(int) (0.025 * (RESAMPLES - 1))], values[(int) Math.ceil(0.975 * (RESAMPLES - 1))]);
  }

  private double resampled(SplittableRandom random, int[] images) {
    double sum = 0;
    for (int seed = 0; seed < right.length; seed++) {
      boolean[] row = right[random.nextInt(right.length)];
      int hits = 0;
      for (int image : images) {
        hits += row[image] ? 1 : 0;
      }
      sum += (double) hits / images.length;
    }
    return sum / right.length;
  }
}
