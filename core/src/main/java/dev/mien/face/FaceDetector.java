package dev.mien.face;

import dev.mien.image.RgbImage;
import java.util.List;

/** Finds the faces of a picture. Implementations are thread-safe. */
public interface FaceDetector extends AutoCloseable {
  /** The faces, from left to right; empty if there are none. */
  List<Face> detect(RgbImage image);

  /**
   * The faces of the next frame of a film, found near where they were in the frame before: faster
   * than {@link #detect}, but nobody new is found, and who moved far is lost.
   *
   * @param before the faces of the frame before
   */
  default List<Face> follow(RgbImage image, List<Face> before) {
    return detect(image);
  }

  @Override
  void close();
}
