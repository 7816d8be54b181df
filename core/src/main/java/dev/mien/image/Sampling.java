package dev.mien.image;

/**
 * Reads images between pixels. Coordinates as in {@link dev.mien.geometry.Point}; the border goes
 * on outwards.
 */
public final class Sampling {
  private Sampling() {}

  /**
   * The colours at a point, 0 to 255.
   *
   * @param colours receives red, green and blue
   */
  public static void bilinear(RgbImage image, double x, double y, double[] colours) {
    double cx = Math.min(image.width() - 1.0, Math.max(0, x - 0.5));
    double cy = Math.min(image.height() - 1.0, Math.max(0, y - 0.5));
    int left = (int) cx;
    int top = (int) cy;
    int upper = image.offset(left, top);
    int lower = top + 1 < image.height() ? upper + image.offset(0, 1) : upper;
    int step = left + 1 < image.width() ? RgbImage.CHANNELS : 0;
    byte[] bytes = image.bytes();
    colours[0] = between(bytes, upper, lower, step, cx - left, cy - top);
    colours[1] = between(bytes, upper + 1, lower + 1, step, cx - left, cy - top);
    colours[2] = between(bytes, upper + 2, lower + 2, step, cx - left, cy - top);
  }

  /** BT.601 luma at a point, 0 to 255. */
  public static double luma(RgbImage image, double x, double y) {
    double[] colours = new double[RgbImage.CHANNELS];
    bilinear(image, x, y, colours);
    return 0.299 * colours[0] + 0.587 * colours[1] + 0.114 * colours[2];
  }

  /** Between four bytes: at two places and {@code step} behind each of them. */
  private static double between(
      byte[] bytes, int upper, int lower, int step, double fx, double fy) {
    double above = (bytes[upper] & 0xff) * (1 - fx) + (bytes[upper + step] & 0xff) * fx;
    double below = (bytes[lower] & 0xff) * (1 - fx) + (bytes[lower + step] & 0xff) * fx;
    return above * (1 - fy) + below * fy;
  }
}
