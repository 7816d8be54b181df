package dev.mien.face;

import dev.mien.geometry.Similarity;

/**
 * A face as the expression model reads it.
 *
 * @param size side in pixels
 * @param grey {@code size * size} BT.601 luma values, row by row; not to be changed
 * @param toImage from this square to the image it was cut from
 */
public record AlignedFace(int size, byte[] grey, Similarity toImage) {
  /** Variance of the grey values below which nothing can be seen in a picture. */
  private static final double FLAT_VARIANCE = 4;

  /** Whether it is of a single shade, so that nothing can be seen in it. */
  public boolean isFlat() {
    double sum = 0;
    double squares = 0;
    for (byte pixel : grey) {
      sum += pixel & 0xff;
      squares += (pixel & 0xff) * (pixel & 0xff);
    }
    double mean = sum / grey.length;
    return squares / grey.length - mean * mean < FLAT_VARIANCE;
  }
}
