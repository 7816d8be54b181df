package dev.mien.face;

import dev.mien.image.RgbImage;
import java.util.List;

/** Finds the faces of a picture. Implementations are thread-safe. */
public interface FaceDetector extends AutoCloseable {
  /** The faces, from left to right; empty if there are none. */
  List<Face> detect(RgbImage image);

  @Override
  void close();
}
