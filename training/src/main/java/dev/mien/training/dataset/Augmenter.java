package dev.mien.training.dataset;

import java.util.SplittableRandom;

/**
 * Varies a training image: geometry first (one bilinear resampling for all of it), then light, then
 * damage. Stateless: the result depends on the image and the random numbers alone, which is what
 * makes a resumed run equal to an uninterrupted one.
 */
public final class Augmenter {
  private static final int SIZE = Sample.SIZE;
  private static final double CENTRE = (SIZE - 1) / 2.0;

  private final AugmentationPlan plan;

  public Augmenter(AugmentationPlan plan) {
    this.plan = plan;
  }

  /** A variation of an image of a {@link Sample}. */
  public byte[] augment(byte[] pixels, SplittableRandom random) {
    float[] varied = new float[pixels.length];
    augment(pixels, random, varied, 0);
    byte[] out = new byte[pixels.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) Math.round(varied[i]);
    }
    return out;
  }

  /**
   * Writes a variation of {@code pixels} to {@code out} at {@code offset}: grey values, 0 to 255.
   */
  void augment(byte[] pixels, SplittableRandom random, float[] out, int offset) {
    float[] image = new float[SIZE * SIZE];
    warp(pixels, random, image);
    relight(image, random);
    damage(image, random);
    for (int i = 0; i < image.length; i++) {
      out[offset + i] = Math.min(255, Math.max(0, image[i]));
    }
  }

  /** Mirrors, rotates, scales, shears and shifts; the border is continued outwards. */
  private void warp(byte[] pixels, SplittableRandom random, float[] image) {
    double angle = Math.toRadians(symmetric(random, plan.rotation()));
    double inverseScale = 1 / (1 + symmetric(random, plan.scale()));
    double shear = symmetric(random, plan.shear());
    double mirror = random.nextBoolean() ? -1 : 1;
    double shiftX = symmetric(random, plan.shift());
    double shiftY = symmetric(random, plan.shift());
    double xx = mirror * Math.cos(angle) * inverseScale;
    double xy = mirror * (-Math.sin(angle) + shear) * inverseScale;
    double yx = Math.sin(angle) * inverseScale;
    double yy = Math.cos(angle) * inverseScale;
    float[] grey = GreyPixels.toFloats(pixels);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double dx = x - CENTRE - shiftX;
        double dy = y - CENTRE - shiftY;
        image[y * SIZE + x] =
            (float)
                GreyPixels.bilinear(grey, CENTRE + xx * dx + xy * dy, CENTRE + yx * dx + yy * dy);
      }
    }
  }

  private void relight(float[] image, SplittableRandom random) {
    double gain = 1 + symmetric(random, plan.contrast());
    double gamma = Math.exp(symmetric(random, plan.gamma()));
    double exposure = random.nextDouble() < plan.exposure() ? 1 + random.nextDouble() : 1;
    boolean shaded = random.nextDouble() < plan.shade();
    double direction = random.nextDouble() * 2 * Math.PI;
    double strength = shaded ? 0.6 * random.nextDouble() : 0;
    double slopeX = strength * Math.cos(direction) / CENTRE;
    double slopeY = strength * Math.sin(direction) / CENTRE;
    float[] curve = new float[257];
    for (int value = 0; value < 256; value++) {
      curve[value] = (float) (255 * Math.pow(value / 255.0, gamma));
    }
    curve[256] = curve[255];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int i = y * SIZE + x;
        int below = (int) image[i];
        float bent = curve[below] + (image[i] - below) * (curve[below + 1] - curve[below]);
        double shade = 1 + slopeX * (x - CENTRE) + slopeY * (y - CENTRE);
        double lit = ((bent - 128) * gain + 128) * shade;
        image[i] = (float) (exposure == 1 ? lit : Math.min(255, lit * exposure));
      }
    }
  }

  private void damage(float[] image, SplittableRandom random) {
    if (random.nextDouble() < plan.lowResolution()) {
      reduce(image, 0.35 + 0.5 * random.nextDouble());
    }
    if (random.nextDouble() < plan.blur()) {
      blur(image, random.nextDouble());
    }
    if (random.nextDouble() < plan.motionBlur()) {
      motionBlur(image, 2 + 5 * random.nextDouble(), random.nextDouble() * Math.PI);
    }
    if (random.nextDouble() < plan.noise()) {
      double deviation = 14 * random.nextDouble();
      for (int i = 0; i < image.length; i++) {
        // The sum of four uniform numbers is close enough to a Gaussian here, and repeatable.
        double sum =
            random.nextDouble()
                + random.nextDouble()
                + random.nextDouble()
                + random.nextDouble()
                - 2;
        image[i] += (float) (deviation * sum * Math.sqrt(3));
      }
    }
    if (random.nextDouble() < plan.erase()) {
      erase(image, random);
    }
  }

  /** Resamples to {@code factor} of the size and back, by the mean of each coarse cell. */
  private static void reduce(float[] image, double factor) {
    int cells = Math.max(8, (int) Math.round(SIZE * factor));
    float[] sums = new float[cells * cells];
    int[] counts = new int[cells * cells];
    for (int i = 0; i < image.length; i++) {
      int cell = (i / SIZE * cells / SIZE) * cells + i % SIZE * cells / SIZE;
      sums[cell] += image[i];
      counts[cell]++;
    }
    double step = (double) cells / SIZE;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double cx = Math.min(cells - 1.001, Math.max(0, (x + 0.5) * step - 0.5));
        double cy = Math.min(cells - 1.001, Math.max(0, (y + 0.5) * step - 0.5));
        int left = (int) cx;
        int top = (int) cy;
        int i = top * cells + left;
        double fx = cx - left;
        double fy = cy - top;
        double upper = sums[i] / counts[i] * (1 - fx) + sums[i + 1] / counts[i + 1] * fx;
        double lower =
            sums[i + cells] / counts[i + cells] * (1 - fx)
                + sums[i + cells + 1] / counts[i + cells + 1] * fx;
        image[y * SIZE + x] = (float) (upper * (1 - fy) + lower * fy);
      }
    }
  }

  /** Mixes the image with its 3x3 mean. */
  private static void blur(float[] image, double share) {
    float[] source = image.clone();
    for (int y = 1; y < SIZE - 1; y++) {
      for (int x = 1; x < SIZE - 1; x++) {
        int i = y * SIZE + x;
        double mean = 0;
        for (int row = i - SIZE; row <= i + SIZE; row += SIZE) {
          mean += source[row - 1] + source[row] + source[row + 1];
        }
        image[i] = (float) (source[i] * (1 - share) + mean / 9 * share);
      }
    }
  }

  /** Replaces every pixel by the mean along a line around it; the border is continued outwards. */
  private static void motionBlur(float[] image, double length, double direction) {
    float[] source = image.clone();
    int taps = (int) Math.ceil(length);
    double stepX = Math.cos(direction) * (length - 1) / (taps - 1);
    double stepY = Math.sin(direction) * (length - 1) / (taps - 1);
    double first = -(taps - 1) / 2.0;
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double sum = 0;
        for (int k = 0; k < taps; k++) {
          sum += GreyPixels.bilinear(source, x + (first + k) * stepX, y + (first + k) * stepY);
        }
        image[y * SIZE + x] = (float) (sum / taps);
      }
    }
  }

  private static void erase(float[] image, SplittableRandom random) {
    int width = 6 + random.nextInt(20);
    int height = 6 + random.nextInt(20);
    int left = random.nextInt(SIZE - width);
    int top = random.nextInt(SIZE - height);
    float value = random.nextInt(256);
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        image[y * SIZE + x] = value;
      }
    }
  }

  private static double symmetric(SplittableRandom random, double limit) {
    return (2 * random.nextDouble() - 1) * limit;
  }
}
