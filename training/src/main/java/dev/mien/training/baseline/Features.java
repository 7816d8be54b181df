package dev.mien.training.baseline;

/** Turns a face into a vector by a fixed rule. Implementations are stateless. */
public interface Features {
  /** The name used in tables. */
  String title();

  /**
   * The features of a face.
   *
   * @param pixels 48 x 48 grey values, row-major
   */
  double[] of(byte[] pixels);
}
