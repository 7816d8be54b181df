package dev.mien.app.session;

import dev.mien.face.AlignedFace;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import javax.imageio.ImageIO;

/**
 * A small grey picture of a face, kept only if the session asks for images.
 *
 * @param time since the session's start
 * @param track whose face it is
 * @param png the aligned face as PNG in Base64
 */
record FaceImage(Duration time, int track, String png) {
  static FaceImage of(Duration time, int track, AlignedFace face) {
    BufferedImage image = new BufferedImage(face.size(), face.size(), BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, face.size(), face.size(), face.grey());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A byte array does not fail.
    }
    return new FaceImage(time, track, Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }
}
