package dev.mien.training.train;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The mean loss of the steps of an epoch. The loss of a step on a GPU is read when the next one is
 * given, so that it is not waited for after every step. Not thread-safe.
 */
final class MeanLoss {
  /**
   * For each of the two parts of the loss. Guessing among eight or seven costs 2.1; nothing comes
   * back from here.
   */
  private static final double HOPELESS = 10;

  private final double hopeless;
  private final int epoch;
  private @Nullable Tensor unread;
  private int read;
  private double sum;

  /**
   * @param epoch counted from 1
   * @param labelWeight how much the second part of the loss counts beside the first
   */
  MeanLoss(int epoch, double labelWeight) {
    this.epoch = epoch;
    hopeless = HOPELESS * (1 + labelWeight);
  }

  /**
   * Takes the loss of a step over, and reads that of the step before.
   *
   * @throws DivergedException if that was no number, or too large for the training to recover
   */
  void add(Tensor loss) {
    readLast();
    unread = loss;
    if (read == 0 || loss.is_cpu()) {
      readLast();
    }
  }

  private void readLast() {
    if (unread == null) {
      return;
    }
    double value = unread.item_float();
    unread.close();
    unread = null;
    if (!Double.isFinite(value) || value > hopeless) {
      throw new DivergedException(epoch, read, value);
    }
    sum += value;
    read++;
  }

  /** The mean of the losses that have been read. */
  double soFar() {
    return sum / read;
  }

  /** The mean of all. */
  double ofAll() {
    readLast();
    return sum / read;
  }
}
