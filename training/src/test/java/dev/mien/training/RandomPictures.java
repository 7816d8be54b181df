package dev.mien.training;

import dev.mien.training.dataset.Sample;
import java.util.SplittableRandom;

/** Soft random shapes: neighbouring pixels are alike, as in photos. */
public final class RandomPictures {
  private RandomPictures() {}

  public static byte[] picture(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] phase = random.doubles(12, 0, 6.28).toArray();
    byte[] pixels = new byte[Sample.SIZE * Sample.SIZE];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % Sample.SIZE;
      int y = i / Sample.SIZE;
      double value = 128;
      for (int k = 0; k < 6; k++) {
        value += 18 * Math.sin(phase[2 * k] + x * (k + 1) / 9.0 + y * phase[2 * k + 1] / 7);
      }
      pixels[i] = (byte) value;
    }
    return pixels;
  }

  public static byte[] mirrored(byte[] pixels) {
    byte[] out = new byte[pixels.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = pixels[i / Sample.SIZE * Sample.SIZE + Sample.SIZE - 1 - i % Sample.SIZE];
    }
    return out;
  }
}
