package dev.mien.tracking;

import dev.mien.geometry.Box;
import dev.mien.geometry.Point;
import java.time.Duration;
import java.util.List;

/** One person in one stream: where the face was, how it moves, what it looks like. */
final class Track {
  /** A pair of face and track that costs more does not belong together. */
  static final double LIMIT = 1.6;

  /** Share of a new velocity in the estimate. */
  private static final double VELOCITY_GAIN = 0.5;

  /** Share of a new appearance in the estimate. */
  private static final double APPEARANCE_GAIN = 0.2;

  /** How much a complete change of appearance costs, in face widths. */
  private static final double APPEARANCE_WEIGHT = 0.8;

  /** How much key points that moved by a whole box, seen from the box, cost in face widths. */
  private static final double POSE_WEIGHT = 1.5;

  /** How much a doubled size costs, in face widths. */
  private static final double SIZE_WEIGHT = 0.7;

  /** Nobody keeps on moving for longer than this unseen. */
  private static final double COASTING_SECONDS = 0.6;

  private final int number;
  private final float[] appearance;
  private Box box;
  private List<Point> pose;
  private double velocityX;
  private double velocityY;
  private Duration seen;
  private boolean moving;

  Track(int number, Duration time, Detection detection) {
    this.number = number;
    box = detection.box();
    pose = detection.pose();
    seen = time;
    appearance = unit(detection.appearance());
  }

  int number() {
    return number;
  }

  Duration lastSeen() {
    return seen;
  }

  /**
   * How badly a detection fits: distance from where the face should be, in face widths, and more.
   */
  double cost(Duration time, Detection detection) {
    double seconds = Math.min(COASTING_SECONDS, seconds(time));
    Point expected =
        new Point(box.centre().x() + velocityX * seconds, box.centre().y() + velocityY * seconds);
    double width = Math.max(1, (box.width() + detection.box().width()) / 2);
    double distance = expected.distanceTo(detection.box().centre()) / width;
    double size =
        Math.abs(
            Math.log(Math.max(1, detection.box().width()) / Math.max(1, box.width()))
                / Math.log(2));
    return distance
        + SIZE_WEIGHT * size
        + POSE_WEIGHT * turned(pose, detection.pose())
        + APPEARANCE_WEIGHT * (1 - cosine(appearance, unit(detection.appearance())));
  }

  void see(Duration time, Detection detection) {
    double seconds = seconds(time);
    Point from = box.centre();
    Point to = detection.box().centre();
    double gain = moving ? VELOCITY_GAIN : 1;
    velocityX += gain * ((to.x() - from.x()) / seconds - velocityX);
    velocityY += gain * ((to.y() - from.y()) / seconds - velocityY);
    moving = true;
    box = detection.box();
    pose = detection.pose();
    seen = time;
    float[] fresh = unit(detection.appearance());
    for (int i = 0; i < appearance.length; i++) {
      appearance[i] += (float) (APPEARANCE_GAIN * (fresh[i] - appearance[i]));
    }
  }

  private double seconds(Duration time) {
    return time.minus(seen).toNanos() / 1e9;
  }

  /** The mean distance between key points; zero if one of the faces has none. */
  private static double turned(List<Point> before, List<Point> now) {
    double sum = 0;
    int count = Math.min(before.size(), now.size());
    for (int i = 0; i < count; i++) {
      sum += before.get(i).distanceTo(now.get(i));
    }
    return count == 0 ? 0 : sum / count;
  }

  private static double cosine(float[] a, float[] unit) {
    double dot = 0;
    double square = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * unit[i];
      square += a[i] * a[i];
    }
    return square > 0 ? dot / Math.sqrt(square) : 0;
  }

  private static float[] unit(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += value * value;
    }
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = square > 0 ? (float) (vector[i] / Math.sqrt(square)) : 0;
    }
    return unit;
  }
}
