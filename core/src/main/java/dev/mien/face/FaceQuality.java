package dev.mien.face;

import java.util.List;

/**
 * How well a face can be seen.
 *
 * @param size the shorter side of the face's box, pixels of the image
 * @param sharpness deviation of the Laplacian over deviation of the grey values in the aligned
 *     face; higher is sharper
 * @param brightness mean grey value of the aligned face, 0 to 255
 * @param contrast standard deviation of those grey values
 * @param yaw estimate from the key points, degrees; positive turns to the person's left
 * @param pitch estimate from the key points, degrees; positive looks up
 * @param roll degrees; positive tilts clockwise on screen
 * @param reasons what is wrong, in the order of {@link QualityReason}; empty if nothing is
 */
public record FaceQuality(
    double size,
    double sharpness,
    double brightness,
    double contrast,
    double yaw,
    double pitch,
    double roll,
    List<QualityReason> reasons) {

  /** Copies the list. */
  public FaceQuality {
    reasons = List.copyOf(reasons);
  }

  /** Whether nothing is wrong. */
  public boolean good() {
    return reasons.isEmpty();
  }
}
