package dev.mien.image;

/**
 * Reads images between pixels. Coordinates as in {@link dev.mien.geometry.Point}; the border goes
 * on outwards.
 */
public final class Sampling {
  private Sampling() {}

  /** One colour at a point, 0 to 255. */
  public static double bilinear(RgbImage image, double x, double y, int channel) {
    double cx = column(image, x);
    double cy = row(image, y);
    int left = (int) cx;
    int top = (int) cy;
    int upper = image.offset(left, top) + channel;
    int lower = top + 1 < image.height() ? upper + image.offset(0, 1) : upper;
    int step = left + 1 < image.width() ? RgbImage.CHANNELS : 0;
    return between(image.bytes(), upper, lower, step, cx - left, cy - top);
  }

  /** BT.601 luma at a point, 0 to 255. */
  public static double luma(RgbImage image, double x, double y) {
    double cx = column(image, x);
    double cy = row(image, y);
    int left = (int) cx;
    int top = (int) cy;
    int upper = image.offset(left, top);
    int lower = top + 1 < image.height() ? upper + image.offset(0, 1) : upper;
    int step = left + 1 < image.width() ? RgbImage.CHANNELS : 0;
    byte[] bytes = image.bytes();
    return 0.299 * between(bytes, upper, lower, step, cx - left, cy - top)
        + 0.587 * between(bytes, upper + 1, lower + 1, step, cx - left, cy - top)
        + 0.114 * between(bytes, upper + 2, lower + 2, step, cx - left, cy - top);
  }

  private static double column(RgbImage image, double x) {
    return Math.min(image.width() - 1.0, Math.max(0, x - 0.5));
  }

  private static double row(RgbImage image, double y) {
    return Math.min(image.height() - 1.0, Math.max(0, y - 0.5));
  }

  /** Between four bytes: at two places and {@code step} behind each of them. */
  private static double between(
      byte[] bytes, int upper, int lower, int step, double fx, double fy) {
    double above = (bytes[upper] & 0xff) * (1 - fx) + (bytes[upper + step] & 0xff) * fx;
    double below = (bytes[lower] & 0xff) * (1 - fx) + (bytes[lower + step] & 0xff) * fx;
    return above * (1 - fy) + below * fy;
  }
}
