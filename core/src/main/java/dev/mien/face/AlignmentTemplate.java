package dev.mien.face;

import dev.mien.geometry.Point;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where eyes, nose and mouth lie in the square that the expression model reads, as fractions of its
 * side. A model's card names the template it was trained for.
 *
 * @param rightEye the person's right eye, on the left of the picture
 * @param leftEye the other
 * @param nose its tip
 * @param mouth its middle
 */
public record AlignmentTemplate(Point rightEye, Point leftEye, Point nose, Point mouth) {
  /**
   * The median positions in FER2013's training images, measured by {@code mien template}; made
   * symmetric, because those images are mirrored in training.
   */
  public static final AlignmentTemplate FER2013 =
      new AlignmentTemplate(
          new Point(0.311, 0.385),
          new Point(0.689, 0.385),
          new Point(0.5, 0.591),
          new Point(0.5, 0.777));

  List<Point> scaledTo(int side) {
    return List.of(rightEye, leftEye, nose, mouth).stream()
        .map(point -> new Point(point.x() * side, point.y() * side))
        .toList();
  }

  /** Whether all four lie in the square and the eyes apart from each other. */
  public boolean isUsable() {
    return Stream.of(rightEye, leftEye, nose, mouth)
            .allMatch(p -> p.x() >= 0 && p.x() <= 1 && p.y() >= 0 && p.y() <= 1)
        && Math.hypot(leftEye.x() - rightEye.x(), leftEye.y() - rightEye.y()) > 0.01;
  }
}
