package dev.mien.training.export;

/** The exported file does not compute what the trained network computes. */
public final class ParityException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ParityException(String output, double difference, double allowed) {
    super(
        "the exported model is wrong: its %s differ from PyTorch's by %.2e, more than %.0e"
            .formatted(output, difference, allowed));
  }
}
