package dev.mien.training.dataset;

import org.jspecify.annotations.Nullable;

/**
 * One labelled face.
 *
 * @param row the line of the source it came from, counted from 0; names the sample in reports
 * @param pixels grey values, row-major, {@link #SIZE} x {@link #SIZE}; not to be changed
 * @param label FER2013's label, 0 (angry) to 6 (neutral), as in {@link
 *     dev.mien.expression.Emotion#FER2013_ORDER}
 * @param votes the crowd's votes, or null where the source has none
 * @param split the part of the data set it belongs to
 */
public record Sample(int row, byte[] pixels, int label, @Nullable Votes votes, Split split) {
  /** Width and height of a sample in pixels. */
  public static final int SIZE = 48;

  public Sample {
    if (pixels.length != SIZE * SIZE) {
      throw new IllegalArgumentException(
          "row " + row + ": " + pixels.length + " pixels instead of " + SIZE * SIZE);
    }
    if (label < 0 || label > 6) {
      throw new IllegalArgumentException(
          "row " + row + ": label " + label + " is not between 0 and 6");
    }
  }
}
