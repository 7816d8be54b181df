package dev.mien;

import java.time.Duration;
import java.util.List;

/**
 * What was found in one frame of a stream.
 *
 * @param time of the frame, as the caller gave it
 * @param width of the frame in pixels
 * @param height likewise
 * @param faces from left to right; empty if there are none
 * @param missing the tracks of people who were there a moment ago and cannot be seen in this frame:
 *     nothing is made up for them
 * @param cut whether this frame shows another picture than the frame before, so that all tracks
 *     ended between them
 */
public record FrameResult(
    Duration time,
    int width,
    int height,
    List<TrackedFace> faces,
    List<Integer> missing,
    boolean cut) {

  /** Copies the lists. */
  public FrameResult {
    faces = List.copyOf(faces);
    missing = List.copyOf(missing);
  }
}
