package dev.mien.tracking;

import dev.mien.geometry.Box;
import dev.mien.geometry.Point;
import java.util.List;

/**
 * A face in a frame, as far as telling people apart needs it.
 *
 * @param box in pixels of the frame
 * @param landmarks key points in pixels of the frame, always in the same order; empty if unknown
 * @param appearance what the face looks like, as a vector whose direction counts; of the same
 *     length throughout a stream
 */
public record Detection(Box box, List<Point> landmarks, float[] appearance) {
  /** Copies the key points. */
  public Detection {
    landmarks = List.copyOf(landmarks);
  }

  /** Where the key points lie in the box, in sides of the box: how the head is turned. */
  List<Point> pose() {
    double width = Math.max(1, box.width());
    double height = Math.max(1, box.height());
    return landmarks.stream()
        .map(p -> new Point((p.x() - box.left()) / width, (p.y() - box.top()) / height))
        .toList();
  }
}
