package dev.mien.training.dataset;

import dev.mien.expression.Emotion;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Deals out the training images, shuffled anew each epoch, varied and mixed. Batch b of epoch e
 * depends on the seed, e and b alone. Not thread-safe.
 */
public final class DataLoader {
  private static final int PIXELS = Sample.SIZE * Sample.SIZE;
  private static final int VOTES = Emotion.values().length;
  private static final int LABELS = Emotion.FER2013_ORDER.size();

  private final List<Sample> samples;
  private final AugmentationPlan plan;
  private final Augmenter augmenter;
  private final int batchSize;
  private final Targets targets;
  private final long seed;
  private int[] order = new int[0];
  private int orderEpoch = -1;

  /**
   * @param targets what to say of them, one row per sample
   */
  public DataLoader(
      List<Sample> samples, Targets targets, AugmentationPlan plan, int batchSize, long seed) {
    this.samples = samples;
    this.plan = plan;
    this.augmenter = new Augmenter(plan);
    this.batchSize = batchSize;
    this.targets = targets;
    this.seed = seed;
  }

  /**
   * Full batches in an epoch; what is left over comes another time, because every epoch is shuffled
   * anew.
   */
  public int batchesPerEpoch() {
    return Math.max(1, samples.size() / batchSize);
  }

  /** The random numbers that belong to one batch; also used for dropout and stochastic depth. */
  public SplittableRandom random(int epoch, int batch) {
    return new SplittableRandom(seed * 1_000_003L + epoch * 100_003L + batch);
  }

  /** Makes batch {@code batch} of epoch {@code epoch}, both counted from 0. */
  public Batch batch(int epoch, int batch) {
    shuffle(epoch);
    SplittableRandom random = random(epoch, batch);
    int size = Math.min(batchSize, samples.size());
    float[] faces = new float[size * PIXELS];
    float[] votes = new float[size * VOTES];
    float[] labels = new float[size * LABELS];
    for (int i = 0; i < size; i++) {
      int index = order[batch * size + i];
      augmenter.augment(samples.get(index).pixels(), random, faces, i * PIXELS);
      System.arraycopy(targets.votes()[index], 0, votes, i * VOTES, VOTES);
      System.arraycopy(targets.labels()[index], 0, labels, i * LABELS, LABELS);
    }
    Batch plain = new Batch(size, faces, votes, labels);
    return random.nextDouble() < plan.mixup() ? mix(plain, random) : plain;
  }

  private void shuffle(int epoch) {
    if (epoch == orderEpoch) {
      return;
    }
    order = permutation(samples.size(), new SplittableRandom(seed * 31 + epoch));
    orderEpoch = epoch;
  }

  /** Mixes every image with a partner: all pixels by one weight, or a rectangle by its area. */
  private static Batch mix(Batch batch, SplittableRandom random) {
    int[] partner = permutation(batch.size(), random);
    double share = random.nextDouble();
    float[] faces = batch.faces().clone();
    if (random.nextBoolean()) {
      for (int i = 0; i < batch.size(); i++) {
        for (int p = 0; p < PIXELS; p++) {
          faces[i * PIXELS + p] =
              (float)
                  (share * faces[i * PIXELS + p]
                      + (1 - share) * batch.faces()[partner[i] * PIXELS + p]);
        }
      }
    } else {
      int side = (int) Math.round(Sample.SIZE * Math.sqrt(1 - share));
      int left = random.nextInt(Sample.SIZE - side + 1);
      int top = random.nextInt(Sample.SIZE - side + 1);
      for (int i = 0; i < batch.size(); i++) {
        for (int y = top; y < top + side; y++) {
          int row = y * Sample.SIZE + left;
          System.arraycopy(batch.faces(), partner[i] * PIXELS + row, faces, i * PIXELS + row, side);
        }
      }
      share = 1 - (double) (side * side) / PIXELS;
    }
    return new Batch(
        batch.size(),
        faces,
        blend(batch.votes(), partner, VOTES, share),
        blend(batch.labels(), partner, LABELS, share));
  }

  private static float[] blend(float[] targets, int[] partner, int width, double share) {
    float[] blended = new float[targets.length];
    for (int i = 0; i < partner.length; i++) {
      for (int c = 0; c < width; c++) {
        blended[i * width + c] =
            (float)
                (share * targets[i * width + c] + (1 - share) * targets[partner[i] * width + c]);
      }
    }
    return blended;
  }

  private static int[] permutation(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
