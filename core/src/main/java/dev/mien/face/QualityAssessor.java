package dev.mien.face;

import dev.mien.geometry.Box;
import dev.mien.geometry.Point;
import dev.mien.image.RgbImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Says how well a face can be seen, from its key points and its aligned pixels. The limits are
 * rules of thumb, tried on the sample photos (see docs/decisions); they flag, they never drop a
 * face. Thread-safe.
 */
public final class QualityAssessor {
  private static final double MIN_SIZE = 40;
  private static final double MIN_SHARPNESS = 0.20;
  private static final double MIN_BRIGHTNESS = 40;
  private static final double MAX_BRIGHTNESS = 220;
  private static final double MIN_CONTRAST = 14;
  private static final double MAX_YAW = 40;
  private static final double MAX_PITCH = 30;
  private static final double MIN_VISIBLE = 0.9;

  /** How far the tip of the nose stands out from the plane of the eyes, in eye distances. */
  private static final double NOSE_DEPTH = 0.55;

  /** Where the nose lies between eyes and mouth in a face that looks straight ahead. */
  private static final double LEVEL_NOSE = 0.55;

  /** Assesses a face that was found. */
  public FaceQuality assess(RgbImage image, Face face, AlignedFace aligned) {
    Landmarks points = face.landmarks();
    double eyeDistance = Math.max(1e-6, points.eyeDistance());
    double axisX = (points.leftEye().x() - points.rightEye().x()) / eyeDistance;
    double axisY = (points.leftEye().y() - points.rightEye().y()) / eyeDistance;
    Point between = points.rightEye().middle(points.leftEye());
    double noseX = points.nose().x() - between.x();
    double noseY = points.nose().y() - between.y();
    double mouthX = points.mouth().x() - between.x();
    double mouthY = points.mouth().y() - between.y();
    double sideways = (noseX * axisX + noseY * axisY) / eyeDistance;
    double noseDown = -noseX * axisY + noseY * axisX;
    double mouthDown = Math.max(1e-6, -mouthX * axisY + mouthY * axisX);
    double yaw = Math.toDegrees(Math.atan2(sideways, NOSE_DEPTH));
    double pitch =
        Math.toDegrees(
            Math.atan2((LEVEL_NOSE - noseDown / mouthDown) * mouthDown / eyeDistance, NOSE_DEPTH));
    double roll = Math.toDegrees(Math.atan2(axisY, axisX));
    Box inside = face.box().clipTo(image.width(), image.height());
    double visible = face.box().area() > 0 ? inside.area() / face.box().area() : 0;
    double size = Math.min(face.box().width(), face.box().height());
    return judge(size, aligned, yaw, pitch, roll, visible);
  }

  /** Assesses an image that is a face as a whole: pose is not known and given as 0. */
  public FaceQuality assessWholeImage(RgbImage image, AlignedFace aligned) {
    return judge(Math.min(image.width(), image.height()), aligned, 0, 0, 0, 1);
  }

  private static FaceQuality judge(
      double size, AlignedFace aligned, double yaw, double pitch, double roll, double visible) {
    byte[] grey = aligned.grey();
    double sum = 0;
    double squares = 0;
    for (byte pixel : grey) {
      int value = pixel & 0xff;
      sum += value;
      squares += (double) value * value;
    }
    double brightness = sum / grey.length;
    double contrast = Math.sqrt(Math.max(0, squares / grey.length - brightness * brightness));
    double sharpness = contrast > 0 ? laplacianDeviation(grey, aligned.size()) / contrast : 0;
    List<QualityReason> reasons = new ArrayList<>();
    addIf(reasons, size < MIN_SIZE, QualityReason.TOO_SMALL);
    addIf(reasons, sharpness < MIN_SHARPNESS, QualityReason.BLURRED);
    addIf(reasons, brightness < MIN_BRIGHTNESS, QualityReason.TOO_DARK);
    addIf(reasons, brightness > MAX_BRIGHTNESS, QualityReason.TOO_BRIGHT);
    addIf(reasons, contrast < MIN_CONTRAST, QualityReason.LOW_CONTRAST);
    addIf(reasons, Math.abs(yaw) > MAX_YAW, QualityReason.TURNED_AWAY);
    addIf(reasons, Math.abs(pitch) > MAX_PITCH, QualityReason.LOOKING_UP_OR_DOWN);
    addIf(reasons, visible < MIN_VISIBLE, QualityReason.CUT_OFF);
    return new FaceQuality(size, sharpness, brightness, contrast, yaw, pitch, roll, reasons);
  }

  private static void addIf(List<QualityReason> reasons, boolean condition, QualityReason reason) {
    if (condition) {
      reasons.add(reason);
    }
  }

  private static double laplacianDeviation(byte[] grey, int size) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int y = 1; y < size - 1; y++) {
      for (int x = 1; x < size - 1; x++) {
        int i = y * size + x;
        double value =
            4 * (grey[i] & 0xff)
                - (grey[i - 1] & 0xff)
                - (grey[i + 1] & 0xff)
                - (grey[i - size] & 0xff)
                - (grey[i + size] & 0xff);
        sum += value;
        squares += value * value;
        count++;
      }
    }
    double mean = sum / count;
    return Math.sqrt(Math.max(0, squares / count - mean * mean));
  }
}
