package dev.mien.training.audit;

import dev.mien.training.dataset.AugmentationPlan;
import dev.mien.training.dataset.Augmenter;
import dev.mien.training.dataset.GreyPixels;
import dev.mien.training.dataset.Origin;
import dev.mien.training.dataset.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Further images made of each image. All that come from one image have it as their subject. */
final class Copies {
  /** As tutorials augment: mirrored, turned, moved, scaled, a little darker or lighter. */
  private static final AugmentationPlan USUAL =
      new AugmentationPlan(5, 1, 0.03, 0, 0.05, 0.1, 0, 0, 0, 0, 0, 0, 0, 0);

  private Copies() {}

  /** Each image and {@code times - 1} augmentations of it. */
  static List<Sample> augmented(List<Sample> samples, int times, long seed) {
    Augmenter augmenter = new Augmenter(USUAL);
    SplittableRandom random = new SplittableRandom(seed);
    List<Sample> all = new ArrayList<>();
    for (Sample sample : samples) {
      all.add(copy(sample, sample.pixels()));
      for (int i = 1; i < times; i++) {
        all.add(copy(sample, augmenter.augment(sample.pixels(), random)));
      }
    }
    return all;
  }

  /** Three frames of each image, up to a pixel and 3 % of brightness from each other. */
  static List<Sample> frames(List<Sample> samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Sample> all = new ArrayList<>();
    for (Sample sample : samples) {
      for (int frame = 0; frame < 3; frame++) {
        all.add(copy(sample, moved(sample.pixels(), random)));
      }
    }
    return all;
  }

  private static byte[] moved(byte[] pixels, SplittableRandom random) {
    double dx = 2 * random.nextDouble() - 1;
    double dy = 2 * random.nextDouble() - 1;
    double gain = 0.97 + 0.06 * random.nextDouble();
    float[] source = GreyPixels.toFloats(pixels);
    byte[] out = new byte[pixels.length];
    for (int i = 0; i < out.length; i++) {
      int x = i % Sample.SIZE;
      int y = i / Sample.SIZE;
      double grey = GreyPixels.bilinear(source, x + dx, y + dy);
      out[i] = (byte) Math.round(Math.min(255, grey * gain));
    }
    return out;
  }

  private static Sample copy(Sample sample, byte[] pixels) {
    return new Sample(
        sample.row(),
        pixels,
        sample.label(),
        sample.votes(),
        sample.split(),
        Origin.of("image " + sample.row()));
  }
}
