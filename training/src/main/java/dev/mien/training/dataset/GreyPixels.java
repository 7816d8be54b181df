package dev.mien.training.dataset;

/** What augmentation, corruption and test-time views do to the 48 x 48 grey bytes of a sample. */
public final class GreyPixels {
  private static final int SIZE = Sample.SIZE;

  private GreyPixels() {}

  /** The grey values, 0 to 255. */
  public static float[] toFloats(byte[] pixels) {
    float[] grey = new float[pixels.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = pixels[i] & 0xff;
    }
    return grey;
  }

  /**
   * The value between four pixels; beyond the border it continues.
   *
   * @param grey values row by row, as {@link #toFloats} gives them
   * @param x column, 0 is the middle of the first
   * @param y row, likewise
   */
  public static double bilinear(float[] grey, double x, double y) {
    double cx = Math.min(SIZE - 1, Math.max(0, x));
    double cy = Math.min(SIZE - 1, Math.max(0, y));
    int left = Math.min(SIZE - 2, (int) cx);
    int top = Math.min(SIZE - 2, (int) cy);
    double fx = cx - left;
    double fy = cy - top;
    int i = top * SIZE + left;
    double upper = grey[i] * (1 - fx) + grey[i + 1] * fx;
    double lower = grey[i + SIZE] * (1 - fx) + grey[i + SIZE + 1] * fx;
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

  /**
   * The mean grey value of every cell of a square grid, row by row.
   *
   * @param grid cells along one side, a divisor of {@link Sample#SIZE}
   */
  public static float[] means(byte[] pixels, int grid) {
    int cell = SIZE / grid;
    float[] means = new float[grid * grid];
    for (int i = 0; i < pixels.length; i++) {
      means[i / SIZE / cell * grid + i % SIZE / cell] += pixels[i] & 0xff;
    }
    for (int i = 0; i < means.length; i++) {
      means[i] /= cell * cell;
    }
    return means;
  }

  /**
   * The values with mean 0 and length 1, so that the product of two images is their correlation;
   * all 0 for a flat image.
   */
  public static float[] standardised(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double square = 0;
    for (float value : values) {
      square += (value - mean) * (value - mean);
    }
    double length = Math.sqrt(square);
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = length < 1e-6 ? 0 : (float) ((values[i] - mean) / length);
    }
    return out;
  }

  /** The scalar product of two vectors whose length is a multiple of four. */
  public static float dot(float[] a, float[] b) {
    // Four sums that do not wait for each other.
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    for (int i = 0; i < a.length; i += 4) {
      first += a[i] * b[i];
      second += a[i + 1] * b[i + 1];
      third += a[i + 2] * b[i + 2];
      fourth += a[i + 3] * b[i + 3];
    }
    return first + second + third + fourth;
  }
}
