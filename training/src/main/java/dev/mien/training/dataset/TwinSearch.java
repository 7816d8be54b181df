package dev.mien.training.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds images that are the same but for a little noise, light or compression, as they are or
 * mirrored: their grey values correlate by {@value #NEARLY_IDENTICAL} or more.
 *
 * <p>Every pair is compared, first on a grid of 6 x 6 means, then of 12 x 12, then in full: coarse
 * photos correlate at least nearly as well as fine ones, so that the grids miss nothing that they
 * should let pass. 10⁸ pairs take seconds.
 */
public final class TwinSearch {
  /** From here on two images count as the same. */
  public static final double NEARLY_IDENTICAL = 0.985;

  private static final double COARSE = 0.96;

  private TwinSearch() {}

  /**
   * An image and its most similar twin.
   *
   * @param sample the image
   * @param twin the other image
   * @param correlation of their grey values, {@value #NEARLY_IDENTICAL} to 1
   */
  public record Twins(Sample sample, Sample twin, double correlation) {
    /** Whether both carry the same FER2013 label. */
    public boolean sameLabel() {
      return sample.label() == twin.label();
    }

    /** Whether they are in the same part of the data set. */
    public boolean sameSplit() {
      return sample.split() == twin.split();
    }
  }

  /** The images that have a twin among the others, each with its nearest one, in their order. */
  public static List<Twins> across(List<Sample> samples, List<Sample> others) {
    List<Standardised> stored = others.parallelStream().map(Standardised::of).toList();
    return IntStream.range(0, samples.size())
        .parallel()
        .mapToObj(i -> nearest(samples.get(i), others, stored))
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingInt(twins -> twins.sample().row()))
        .toList();
  }

  /** The images that have a twin before them in the list, each with its nearest one. */
  public static List<Twins> within(List<Sample> samples) {
    List<Standardised> stored = samples.parallelStream().map(Standardised::of).toList();
    return IntStream.range(0, samples.size())
        .parallel()
        .mapToObj(i -> nearest(samples.get(i), samples.subList(0, i), stored))
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingInt(twins -> twins.sample().row()))
        .toList();
  }

  private static @Nullable Twins nearest(
      Sample sample, List<Sample> others, List<Standardised> stored) {
    Twins best = null;
    for (byte[] view : List.of(sample.pixels(), GreyPixels.mirrored(sample.pixels()))) {
      Standardised own = Standardised.of(view);
      float[] full = null;
      for (int i = 0; i < others.size(); i++) {
        if (own.mayEqual(stored.get(i))) {
          full = full == null ? Standardised.full(view) : full;
          Sample other = others.get(i);
          double correlation = GreyPixels.dot(full, Standardised.full(other.pixels()));
          if (correlation >= NEARLY_IDENTICAL
              && (best == null || correlation > best.correlation())) {
            best = new Twins(sample, other, correlation);
          }
        }
      }
    }
    return best;
  }

  /** An image on two grids, of mean 0 and length 1: a product of two is their correlation. */
  private record Standardised(float[] coarse, float[] fine) {
    private static final int COARSE_GRID = 6;
    private static final int FINE_GRID = 12;

    static Standardised of(Sample sample) {
      return of(sample.pixels());
    }

    static Standardised of(byte[] pixels) {
      return new Standardised(
          GreyPixels.standardised(GreyPixels.means(pixels, COARSE_GRID)),
          GreyPixels.standardised(GreyPixels.means(pixels, FINE_GRID)));
    }

    static float[] full(byte[] pixels) {
      return GreyPixels.standardised(GreyPixels.means(pixels, Sample.SIZE));
    }

    boolean mayEqual(Standardised other) {
      return GreyPixels.dot(coarse, other.coarse) >= COARSE
          && GreyPixels.dot(fine, other.fine) >= COARSE;
    }
  }
}
