package dev.mien.face.detection;

/** How hard to look for small faces. */
public enum DetectorMode {
  /** Near, then far if the picture is large enough to hold faces that near cannot see. */
  AUTO,
  /** The picture as a whole: web cams and portraits. About five times as fast as far. */
  NEAR,
  /** The picture as a whole and in nine overlapping tiles: groups and crowds. */
  FAR
}
