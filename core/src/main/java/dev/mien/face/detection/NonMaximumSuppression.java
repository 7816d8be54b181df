package dev.mien.face.detection;

import dev.mien.face.Face;
import dev.mien.face.Landmarks;
import dev.mien.geometry.Box;
import dev.mien.geometry.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Merges candidates that mean the same face: the mean of those that overlap, weighed by score, as
 * MediaPipe does.
 */
final class NonMaximumSuppression {
  private static final double SAME_FACE = 0.3;

  /** A small box mostly inside a larger one is the same face seen at another scale. */
  private static final double CONTAINED = 0.7;

  private NonMaximumSuppression() {}

  /** The merged faces, best score first. */
  static List<Face> merge(List<Face> candidates) {
    List<Face> left = new ArrayList<>(candidates);
    left.sort(Comparator.comparingDouble(Face::score).reversed());
    List<Face> merged = new ArrayList<>();
    while (!left.isEmpty()) {
      Face best = left.get(0);
      List<Face> alike =
          left.stream()
              .filter(face -> face.box().intersectionOverUnion(best.box()) >= SAME_FACE)
              .toList();
      merged.add(mean(alike, best));
      left.remove(0);
      left.removeIf(face -> areSame(face.box(), best.box()));
    }
    return merged;
  }

  private static boolean areSame(Box a, Box b) {
    double smaller = Math.min(a.area(), b.area());
    return a.intersectionOverUnion(b) >= SAME_FACE || a.intersectionArea(b) > CONTAINED * smaller;
  }

  private static Face mean(List<Face> faces, Face best) {
    double weight = faces.stream().mapToDouble(Face::score).sum();
    if (!(weight > 0)) {
      return best;
    }
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
    double[] points = new double[2 * best.landmarks().points().size()];
    for (Face face : faces) {
      double share = face.score() / weight;
      left += share * face.box().left();
      top += share * face.box().top();
      width += share * face.box().width();
      height += share * face.box().height();
      List<Point> landmarks = face.landmarks().points();
      for (int k = 0; k < landmarks.size(); k++) {
        points[2 * k] += share * landmarks.get(k).x();
        points[2 * k + 1] += share * landmarks.get(k).y();
      }
    }
    List<Point> landmarks = new ArrayList<>();
    for (int k = 0; k < points.length; k += 2) {
      landmarks.add(new Point(points[k], points[k + 1]));
    }
    return new Face(new Box(left, top, width, height), Landmarks.ofPoints(landmarks), best.score());
  }
}
