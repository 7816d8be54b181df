package dev.mien.image;

/**
 * Reads images between pixels. Coordinates as in {@link dev.mien.geometry.Point}; the border goes
 * on outwards.
 */
public final class Sampling {
  private Sampling() {}

  /** One colour at a point, 0 to 255. */
  public static double bilinear(RgbImage image, double x, double y, int channel) {
    double cx = Math.min(image.width() - 1.0, Math.max(0, x - 0.5));
    double cy = Math.min(image.height() - 1.0, Math.max(0, y - 0.5));
    int left = (int) cx;
    int top = (int) cy;
    int right = Math.min(image.width() - 1, left + 1);
    int bottom = Math.min(image.height() - 1, top + 1);
    double fx = cx - left;
    double fy = cy - top;
    double upper =
        image.sample(left, top, channel) * (1 - fx) + image.sample(right, top, channel) * fx;
    double lower =
        image.sample(left, bottom, channel) * (1 - fx) + image.sample(right, bottom, channel) * fx;
    return upper * (1 - fy) + lower * fy;
  }

  /** BT.601 luma at a point, 0 to 255. */
  public static double luma(RgbImage image, double x, double y) {
    return 0.299 * bilinear(image, x, y, 0)
        + 0.587 * bilinear(image, x, y, 1)
        + 0.114 * bilinear(image, x, y, 2);
  }
}
