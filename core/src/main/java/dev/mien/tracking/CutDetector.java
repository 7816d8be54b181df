package dev.mien.tracking;

import dev.mien.image.RgbImage;
import org.jspecify.annotations.Nullable;

/**
 * Finds hard cuts in a film: frames that show another picture than the one before. Compares grey
 * thumbnails of 32x24 cells by their correlation, which a change of light leaves as it is, and by
 * the overlap of their histograms, which a fast movement of the camera leaves as it is: both must
 * have changed, or the correlation almost completely. For the frames of one stream, on one thread.
 */
public final class CutDetector {
  private static final int COLUMNS = 32;
  private static final int ROWS = 24;
  private static final int SAMPLES_PER_SIDE = 3;
  private static final int BINS = 16;

  /** Below this correlation nothing of the picture is left. */
  private static final double UNRELATED = 0.25;

  /** Below this correlation it is another picture if its grey values are others, too. */
  private static final double CHANGED = 0.65;

  /** Histograms that overlap by less are of other pictures. */
  private static final double OTHER_VALUES = 0.86;

  /** Pictures that vary less (in grey levels) show nothing, such as black ones: passed over. */
  private static final double FLAT = 3;

  private double @Nullable [] before;

  /**
   * Whether a frame shows another picture than the last frame before that showed anything.
   *
   * @return false for the first frame, and for one of a single shade
   */
  public boolean isCut(RgbImage frame) {
    double[] now = thumbnail(frame);
    if (deviation(now) < FLAT) {
      return false;
    }
    double[] last = before;
    before = now;
    if (last == null) {
      return false;
    }
    double correlation = correlation(last, now);
    return correlation < UNRELATED || (correlation < CHANGED && overlap(last, now) < OTHER_VALUES);
  }

  private static double[] thumbnail(RgbImage frame) {
    double[] cells = new double[COLUMNS * ROWS];
    int wide = COLUMNS * SAMPLES_PER_SIDE;
    int high = ROWS * SAMPLES_PER_SIDE;
    for (int row = 0; row < high; row++) {
      int y = (2 * row + 1) * frame.height() / (2 * high);
      for (int column = 0; column < wide; column++) {
        int x = (2 * column + 1) * frame.width() / (2 * wide);
        double grey =
            0.299 * frame.sample(x, y, 0)
                + 0.587 * frame.sample(x, y, 1)
                + 0.114 * frame.sample(x, y, 2);
        cells[row / SAMPLES_PER_SIDE * COLUMNS + column / SAMPLES_PER_SIDE] +=
            grey / (SAMPLES_PER_SIDE * SAMPLES_PER_SIDE);
      }
    }
    return cells;
  }

  private static double mean(double[] cells) {
    double sum = 0;
    for (double cell : cells) {
      sum += cell;
    }
    return sum / cells.length;
  }

  private static double deviation(double[] cells) {
    double mean = mean(cells);
    double squares = 0;
    for (double cell : cells) {
      squares += (cell - mean) * (cell - mean);
    }
    return Math.sqrt(squares / cells.length);
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = mean(a);
    double meanB = mean(b);
    double product = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
    }
    return product / a.length / (deviation(a) * deviation(b));
  }

  /** The share of cells whose grey values have a partner in the other picture: 0 to 1. */
  private static double overlap(double[] a, double[] b) {
    int[] binsA = bins(a);
    int[] binsB = bins(b);
    int shared = 0;
    for (int bin = 0; bin < BINS; bin++) {
      shared += Math.min(binsA[bin], binsB[bin]);
    }
    return (double) shared / a.length;
  }

  private static int[] bins(double[] cells) {
    int[] bins = new int[BINS];
    for (double cell : cells) {
      bins[Math.min(BINS - 1, (int) (cell * BINS / 256))]++;
    }
    return bins;
  }
}
