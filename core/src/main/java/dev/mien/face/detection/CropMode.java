package dev.mien.face.detection;

/** Whether an image may be taken for a face that was cut out already. */
public enum CropMode {
  /**
   * If it is small (longest side up to 256 pixels), no face is found in it as it is, and one that
   * fills it is found in a copy with a margin around it.
   */
  AUTO,
  /**
   * Every image is a face; nothing is searched. An image of one shade is an error ({@code
   * no_detail}).
   */
  ALWAYS,
  /** Never: no face found means no face. */
  NEVER
}
