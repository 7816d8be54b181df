package dev.mien.training.dataset;

import org.jspecify.annotations.Nullable;

/**
 * One labelled face.
 *
 * @param row the line of the source it came from, counted from 0; names the sample in reports
 * @param pixels grey values, row-major, {@link #SIZE} x {@link #SIZE}; not to be changed
 * @param label FER2013's label, 0 (angry) to 6 (neutral), as in {@link
 *     dev.mien.expression.Emotion#FER2013_ORDER}, or -1 if the face shows none of these seven
 * @param votes the crowd's votes, or null where the source has none
 * @param split the part of the data set it belongs to
 * @param origin where it comes from, and who is shown
 */
public record Sample(
    int row, byte[] pixels, int label, @Nullable Votes votes, Split split, Origin origin) {
  /** Width and height of a sample in pixels. */
  public static final int SIZE = 48;

  public Sample {
    if (pixels.length != SIZE * SIZE) {
      throw new IllegalArgumentException(
          "row " + row + ": " + pixels.length + " pixels instead of " + SIZE * SIZE);
    }
    if (label < -1 || label > 6) {
      throw new IllegalArgumentException(
          "row " + row + ": label " + label + " is not between 0 and 6");
    }
  }

  /** A face of which nothing else is known. */
  public Sample(int row, byte[] pixels, int label, @Nullable Votes votes, Split split) {
    this(row, pixels, label, votes, split, Origin.UNKNOWN);
  }

  /** Who is shown, or null where the source does not say. */
  public @Nullable String subject() {
    return origin.subject();
  }

  /** What a person calls it: its file, or else its row. */
  public String name() {
    String file = origin.file();
    return file == null ? "row " + row : file;
  }

  /** This face with other pixels. */
  public Sample withPixels(byte[] other) {
    return new Sample(row, other, label, votes, split, origin);
  }

  /** This face in another part of the data set. */
  public Sample in(Split other) {
    return new Sample(row, pixels, label, votes, other, origin);
  }
}
