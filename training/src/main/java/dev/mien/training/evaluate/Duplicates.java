package dev.mien.training.evaluate;

import dev.mien.training.dataset.GreyPixels;
import dev.mien.training.dataset.Sample;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Images of one part of a data set that stand in another part too, as they are or mirrored: those
 * whose grey values correlate by {@value #NEARLY_IDENTICAL} or more. A model that has learnt an
 * image by heart knows its twin.
 *
 * @param pairs of a tested image and its nearest training image
 */
public record Duplicates(List<Pair> pairs) {
  /** From here on two images count as the same. */
  public static final double NEARLY_IDENTICAL = 0.985;

  /** Coarse images correlate at least nearly as well as fine ones: a filter without misses. */
  private static final double COARSE = 0.96;

  private static final int CELL = 4;
  private static final int GRID = Sample.SIZE / CELL;

  /**
   * A tested image and its twin.
   *
   * @param tested row of the tested image
   * @param training row of the training image
   * @param correlation of their grey values
   * @param sameLabel whether both carry the same FER2013 label
   */
  public record Pair(int tested, int training, double correlation, boolean sameLabel) {}

  /** Compares every tested image with every training image; some 10⁸ pairs take seconds. */
  public static Duplicates find(List<Sample> training, List<Sample> tested) {
    float[][] coarse =
        training.parallelStream()
            .map(s -> standardised(coarse(s.pixels())))
            .toArray(float[][]::new);
    List<Pair> pairs =
        tested.parallelStream()
            .map(sample -> nearest(sample, training, coarse))
            .filter(Objects::nonNull)
            .sorted(Comparator.comparingInt(Pair::tested))
            .toList();
    return new Duplicates(pairs);
  }

  private static @Nullable Pair nearest(Sample tested, List<Sample> training, float[][] coarse) {
    Pair best = null;
    for (byte[] view : List.of(tested.pixels(), GreyPixels.mirrored(tested.pixels()))) {
      float[] small = standardised(coarse(view));
      float[] full = standardised(grey(view));
      for (int i = 0; i < coarse.length; i++) {
        if (dot(small, coarse[i]) >= COARSE) {
          Sample other = training.get(i);
          double correlation = dot(full, standardised(grey(other.pixels())));
          if (correlation >= NEARLY_IDENTICAL
              && (best == null || correlation > best.correlation())) {
            best =
                new Pair(tested.row(), other.row(), correlation, tested.label() == other.label());
          }
        }
      }
    }
    return best;
  }

  /** The rows of the tested images that have a twin. */
  public Set<Integer> rows() {
    return pairs.stream().map(Pair::tested).collect(Collectors.toSet());
  }

  private static float[] grey(byte[] pixels) {
    float[] values = new float[pixels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = pixels[i] & 0xff;
    }
    return values;
  }

  private static float[] coarse(byte[] pixels) {
    float[] cells = new float[GRID * GRID];
    for (int i = 0; i < pixels.length; i++) {
      cells[i / Sample.SIZE / CELL * GRID + i % Sample.SIZE / CELL] += pixels[i] & 0xff;
    }
    return cells;
  }

  /** Mean 0 and length 1, so that a product of two is their correlation. Flat images become 0. */
  private static float[] standardised(float[] values) {
    double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElse(0);
    double square = 0;
    for (float value : values) {
      square += (value - mean) * (value - mean);
    }
    double length = Math.sqrt(square);
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = length < 1e-6 ? 0 : (float) ((values[i] - mean) / length);
    }
    return out;
  }

  private static double dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** How many of the twins carry another label than the training image. */
  public int contradictions() {
    return (int) pairs.stream().filter(pair -> !pair.sameLabel()).count();
  }
}
