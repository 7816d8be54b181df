package dev.mien.image;

import java.util.Locale;

/**
 * The largest picture that is decoded.
 *
 * @param pixels width times height
 */
record PixelLimit(long pixels) {
  /**
   * Checks a size that a file names: of the picture or of any part that a decoder unpacks.
   *
   * @throws ImageException if it is larger
   */
  void check(long width, long height) throws ImageException {
    if (width > Integer.MAX_VALUE || height > Integer.MAX_VALUE || width * height > pixels) {
      throw new ImageException(
          ImageException.Reason.LIMIT,
          String.format(
              Locale.ROOT,
              "it has %d x %d pixels, more than the limit of %,d pixels",
              width,
              height,
              pixels));
    }
  }
}
