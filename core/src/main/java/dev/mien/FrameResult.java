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
 */
public record FrameResult(Duration time, int width, int height, List<FaceInTime> faces) {

  /** Copies the list. */
  public FrameResult {
    faces = List.copyOf(faces);
  }
}
