package dev.mien.face;

import dev.mien.geometry.Point;
import dev.mien.geometry.Similarity;
import java.util.List;

/**
 * The six key points that BlazeFace finds, in pixels of the image. Right and left are the person's
 * own: the right eye is on the left of the picture.
 */
public record Landmarks(
    Point rightEye, Point leftEye, Point nose, Point mouth, Point rightEar, Point leftEar) {
  /** The points in a fixed order: right eye, left eye, nose, mouth, right ear, left ear. */
  public List<Point> points() {
    return List.of(rightEye, leftEye, nose, mouth, rightEar, leftEar);
  }

  /** The four points that say how the face lies; ears are often guessed. */
  List<Point> inner() {
    return List.of(rightEye, leftEye, nose, mouth);
  }

  /** The distance between the eyes, in pixels. */
  public double eyeDistance() {
    return rightEye.distanceTo(leftEye);
  }

  /** The same points somewhere else. */
  public Landmarks map(Similarity similarity) {
    return ofPoints(points().stream().map(similarity::apply).toList());
  }

  /** Six points, in the order of {@link #points}. */
  public static Landmarks ofPoints(List<Point> points) {
    return new Landmarks(
        points.get(0), points.get(1), points.get(2), points.get(3), points.get(4), points.get(5));
  }
}
