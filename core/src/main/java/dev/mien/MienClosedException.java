package dev.mien;

/** A {@link Mien}, or a stream of it, was asked for an analysis after it was closed. */
public final class MienClosedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  MienClosedException() {
    super("this Mien is closed");
  }
}
