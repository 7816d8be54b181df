package dev.mien;

/** Whether an image may be taken for a face that was cut out already. */
public enum CropMode {
  /** If it is small (longest side up to 256 pixels) and no face is found in it. */
  AUTO,
  /** Every image is a face; nothing is searched. */
  ALWAYS,
  /** Never: no face found means no face. */
  NEVER
}
