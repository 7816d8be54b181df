package dev.mien.training.train;

/** The loss is no longer a number that training can go on from. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(int epoch, int step, double loss) {
    super(
        "training diverged in epoch %d, step %d (loss %s): lower the learning rate; the checkpoint of the epoch before is kept"
            .formatted(epoch, step, loss));
  }
}
