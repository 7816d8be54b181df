package dev.mien.training.train;

/** Receives the progress of a training run; called on the training thread. */
public interface TrainingListener {
  /** Epoch {@code epoch}, counted from 0, begins and will take this many steps. */
  default void epochStarted(int epoch, int steps) {}

  /** One step over {@code images} images is done; {@code meanLoss} is that of the epoch so far. */
  default void stepFinished(int images, double meanLoss) {}

  /** An epoch is done, validated and saved. */
  default void epochFinished(EpochResult result) {}

  /**
   * Outside of the epochs, a model answers for many images: a teacher before the first, or the
   * network itself when a study judges it after the last.
   *
   * @param what is being done, as the beginning of a line
   * @param done how many images so far
   * @param total how many there will be
   */
  default void imagesAnswered(String what, int done, int total) {}
}
