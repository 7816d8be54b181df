package dev.mien.expression.onnx;

/**
 * In which numbers an installed model computes. Files compute as they were made, and so does a form
 * in 8 bits that is named, such as {@code base-int8}.
 */
public enum ModelPrecision {
  /** {@link #INT8} where that was measured to be faster, which is on x86-64; else {@link #FP32}. */
  AUTO,
  /** 32-bit floats: the form that was trained. */
  FP32,
  /** Convolutions in 8-bit integers: faster, smaller, and equal within the noise of measurement. */
  INT8
}
