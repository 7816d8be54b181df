package dev.mien.training.dataset;

/** What augmentation, corruption and test-time views do to the 48 x 48 grey bytes of a sample. */
public final class GreyPixels {
  private static final int SIZE = Sample.SIZE;

  private GreyPixels() {}

  /**
   * The grey value, 0 to 255, between four pixels; beyond the border it continues.
   *
   * @param x column, 0 is the middle of the first
   * @param y row, likewise
   */
  public static double bilinear(byte[] pixels, double x, double y) {
    double cx = Math.min(SIZE - 1, Math.max(0, x));
    double cy = Math.min(SIZE - 1, Math.max(0, y));
    int left = Math.min(SIZE - 2, (int) cx);
    int top = Math.min(SIZE - 2, (int) cy);
    double fx = cx - left;
    double fy = cy - top;
    int i = top * SIZE + left;
    double upper = (pixels[i] & 0xff) * (1 - fx) + (pixels[i + 1] & 0xff) * fx;
    double lower = (pixels[i + SIZE] & 0xff) * (1 - fx) + (pixels[i + SIZE + 1] & 0xff) * fx;
    return upper * (1 - fy) + lower * fy;
  }

  /** The mirror image, left for right. */
  public static byte[] mirrored(byte[] pixels) {
    byte[] mirrored = new byte[pixels.length];
    for (int i = 0; i < mirrored.length; i++) {
      mirrored[i] = pixels[i / SIZE * SIZE + SIZE - 1 - i % SIZE];
    }
    return mirrored;
  }
}
