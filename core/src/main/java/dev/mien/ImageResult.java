package dev.mien;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one image, or why nothing could be.
 *
 * @param source where the image came from, as the caller named it; empty if it has no name
 * @param width of the upright image in pixels; 0 if it could not be read
 * @param height likewise
 * @param faces from left to right; empty if there are none
 * @param error one sentence, or null if all went well
 */
public record ImageResult(
    String source, int width, int height, List<FaceResult> faces, @Nullable String error) {

  /** Copies the list. */
  public ImageResult {
    faces = List.copyOf(faces);
  }

  /** A row for an image that could not be read. */
  public static ImageResult failed(String source, String error) {
    return new ImageResult(source, 0, 0, List.of(), error);
  }

  /** Whether the image could not be read. */
  public boolean hasError() {
    return error != null;
  }
}
