package dev.mien.face.detection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The detector networks in the jar, put there by the build from MediaPipe's npm package (see
 * THIRD_PARTY.md).
 */
final class DetectorModels {
  private DetectorModels() {}

  static byte[] bytes(String name) {
    String resource = "/dev/mien/face/models/" + name;
    try (InputStream in = DetectorModels.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "Mien was built without its face detector: " + resource + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
