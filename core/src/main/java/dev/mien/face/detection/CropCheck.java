package dev.mien.face.detection;

import dev.mien.face.Face;
import dev.mien.face.FaceDetector;
import dev.mien.geometry.Box;
import dev.mien.image.RgbImage;
import java.util.List;

/**
 * Tells whether a small picture is a face that was cut out: whether a detector finds one that fills
 * it once there is a margin around it, as detectors want it.
 */
public final class CropCheck {
  /** Smallest side of the face by the shorter side of the picture. */
  private static final double SMALLEST = 0.4;

  /** Farthest from the middle, by the same. */
  private static final double OFF_CENTRE = 0.35;

  private CropCheck() {}

  /** Whether a picture as a whole is a face. */
  public static boolean isFace(RgbImage picture, FaceDetector detector) {
    double side = Math.min(picture.width(), picture.height());
    List<Face> faces = detector.detect(padded(picture));
    return faces.stream().anyMatch(face -> fills(face.box(), picture, side));
  }

  private static boolean fills(Box box, RgbImage picture, double side) {
    double dx = Math.abs(box.centre().x() - picture.width());
    double dy = Math.abs(box.centre().y() - picture.height());
    return Math.min(box.width(), box.height()) >= SMALLEST * side
        && Math.max(dx, dy) <= OFF_CENTRE * side;
  }

  /** The picture in the middle of one of twice its size, whose margin continues the border. */
  private static RgbImage padded(RgbImage picture) {
    int width = picture.width();
    int height = picture.height();
    byte[] rgb = new byte[3 * 2 * width * 2 * height];
    int next = 0;
    for (int y = 0; y < 2 * height; y++) {
      int row = Math.min(height - 1, Math.max(0, y - height / 2));
      for (int x = 0; x < 2 * width; x++) {
        int column = Math.min(width - 1, Math.max(0, x - width / 2));
        for (int channel = 0; channel < 3; channel++) {
          rgb[next++] = (byte) picture.sample(column, row, channel);
        }
      }
    }
    return RgbImage.ofBytes(2 * width, 2 * height, rgb);
  }
}
