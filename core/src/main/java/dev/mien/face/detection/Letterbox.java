package dev.mien.face.detection;

import dev.mien.geometry.Box;
import dev.mien.geometry.Point;
import dev.mien.geometry.Similarity;
import dev.mien.image.RgbImage;
import dev.mien.image.RowSums;
import dev.mien.image.Sampling;
import java.util.Arrays;

/**
 * A region of an image, scaled to fit a square and centred in it. Shrinks by the mean of all
 * covered pixels, so that nothing aliases; enlarges bilinearly.
 *
 * @param region the part of the image, inside it
 * @param size side of the square in pixels
 */
record Letterbox(Box region, int size) {
  private static final float OUTSIDE = -1;

  /** Pixels of the region per pixel of the square. */
  private double step() {
    return Math.max(region.width(), region.height()) / size;
  }

  /** From coordinates in the square, 0 to {@code size}, to coordinates in the image. */
  Similarity toImage() {
    double step = step();
    Point centre = region.centre();
    return new Similarity(step, 0, centre.x() - step * size / 2, centre.y() - step * size / 2);
  }

  /**
   * The square as {@code size * size * 3} interleaved values from -1 (0) to 1 (255); -1 outside the
   * region.
   */
  float[] pixels(RgbImage image) {
    Similarity toImage = toImage();
    int[] columns = edges(toImage.dx(), region.left(), region.right(), image.width());
    int[] rows = edges(toImage.dy(), region.top(), region.bottom(), image.height());
    float[] out = new float[size * size * 3];
    Arrays.fill(out, OUTSIDE);
    if (step() > 1) {
      shrink(image, columns, rows, out);
    } else {
      enlarge(image, columns, rows, out);
    }
    return out;
  }

  private void shrink(RgbImage image, int[] columns, int[] rows, float[] out) {
    int right = Arrays.stream(columns).max().orElse(0);
    if (right == 0 || Arrays.stream(rows).max().orElse(0) == 0) {
      return; // So narrow or so flat that the middle of no pixel of the square shows it.
    }
    RowSums sums = new RowSums(image, (int) Math.max(0, Math.floor(region.left())), right);
    int[] colours = new int[3];
    for (int y = 0; y < size; y++) {
      if (isCovered(rows, y)) {
        sums.rows(rows[2 * y], rows[2 * y + 1]);
        int height = rows[2 * y + 1] - rows[2 * y];
        for (int x = 0; x < size; x++) {
          if (isCovered(columns, x)) {
            sums.sum(columns[2 * x], columns[2 * x + 1], colours);
            float scale = 1f / ((columns[2 * x + 1] - columns[2 * x]) * height * 127.5f);
            for (int channel = 0; channel < 3; channel++) {
              out[3 * (y * size + x) + channel] = colours[channel] * scale - 1;
            }
          }
        }
      }
    }
  }

  private void enlarge(RgbImage image, int[] columns, int[] rows, float[] out) {
    Similarity toImage = toImage();
    double[] colours = new double[3];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        if (isCovered(columns, x) && isCovered(rows, y)) {
          Point point = toImage.apply(new Point(x + 0.5, y + 0.5));
          Sampling.bilinear(image, point.x(), point.y(), colours);
          for (int channel = 0; channel < 3; channel++) {
            out[3 * (y * size + x) + channel] = (float) (colours[channel] / 127.5 - 1);
          }
        }
      }
    }
  }

  /** Whether a row or column of the square shows a part of the region. */
  private static boolean isCovered(int[] edges, int i) {
    return edges[2 * i] < edges[2 * i + 1];
  }

  /**
   * For each pixel of the square, the first pixel of the image it covers and the one after the
   * last.
   */
  private int[] edges(double offset, double from, double to, int limit) {
    double step = step();
    int first = (int) Math.max(0, Math.floor(from));
    int last = (int) Math.min(limit, Math.ceil(to));
    int[] edges = new int[2 * size];
    for (int i = 0; i < size; i++) {
      double centre = offset + step * (i + 0.5);
      if (centre < from || centre >= to) {
        continue; // Both stay 0: an empty range.
      }
      int start = Math.min(last - 1, Math.max(first, (int) Math.round(offset + step * i)));
      int end = Math.min(last, Math.max(start + 1, (int) Math.round(offset + step * (i + 1))));
      edges[2 * i] = start;
      edges[2 * i + 1] = end;
    }
    return edges;
  }
}
