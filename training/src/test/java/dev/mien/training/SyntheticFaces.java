package dev.mien.training;

import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Seven easily told patterns in place of faces, for tests that need no data set. */
public final class SyntheticFaces {
  private SyntheticFaces() {}

  /** As many samples as asked for; every fourth belongs to the validation split. */
  public static List<Sample> make(int count) {
    SplittableRandom random = new SplittableRandom(5);
    List<Sample> samples = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      int label = row % 7;
      byte[] pixels = new byte[Sample.SIZE * Sample.SIZE];
      for (int i = 0; i < pixels.length; i++) {
        int x = i % Sample.SIZE;
        int y = i / Sample.SIZE;
        double wave = Math.sin((label + 1) * (label % 2 == 0 ? x : y) / 8.0);
        pixels[i] = (byte) (128 + 80 * wave + random.nextInt(20));
      }
      Split split = row % 4 == 3 ? Split.VALIDATION : Split.TRAINING;
      samples.add(new Sample(row, pixels, label, null, split));
    }
    return samples;
  }
}
