package dev.mien.training.dataset;

import dev.mien.face.AlignmentTemplate;
import dev.mien.face.Face;
import dev.mien.face.FaceDetector;
import dev.mien.face.Landmarks;
import dev.mien.geometry.Point;
import dev.mien.image.RgbImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * Where eyes, nose and mouth lie in a data set's crops: the medians over all images in which the
 * detector finds exactly one face, as fractions of the side. Made symmetric, because training
 * mirrors the images.
 *
 * @param template the symmetric medians
 * @param found images with exactly one face
 * @param total images looked at
 */
public record TemplateMeasurement(AlignmentTemplate template, int found, int total) {

  /**
   * Measures.
   *
   * @param progress receives the number of samples done so far
   * @throws IllegalArgumentException if no face is found in any sample
   */
  public static TemplateMeasurement of(
      List<Sample> samples, FaceDetector detector, IntConsumer progress) {
    List<Landmarks> landmarks = new ArrayList<>();
    int done = 0;
    for (Sample sample : samples) {
      progress.accept(++done);
      List<Face> faces =
          detector.detect(RgbImage.ofGrey(Sample.SIZE, Sample.SIZE, sample.pixels()));
      if (faces.size() == 1) {
        landmarks.add(faces.get(0).landmarks());
      }
    }
    if (landmarks.isEmpty()) {
      throw new IllegalArgumentException(
          "the detector finds a face in none of the " + samples.size() + " images");
    }
    Point right = median(landmarks, Landmarks::rightEye);
    Point left = median(landmarks, Landmarks::leftEye);
    double half = (left.x() - right.x()) / 2;
    double eyes = (left.y() + right.y()) / 2;
    AlignmentTemplate template =
        new AlignmentTemplate(
            new Point(0.5 - half, eyes),
            new Point(0.5 + half, eyes),
            new Point(0.5, median(landmarks, Landmarks::nose).y()),
            new Point(0.5, median(landmarks, Landmarks::mouth).y()));
    return new TemplateMeasurement(template, landmarks.size(), samples.size());
  }

  private static Point median(List<Landmarks> all, Function<Landmarks, Point> which) {
    return new Point(median(all, which, Point::x), median(all, which, Point::y));
  }

  private static double median(
      List<Landmarks> all, Function<Landmarks, Point> which, ToDoubleFunction<Point> axis) {
    double[] values =
        all.stream()
            .map(which)
            .mapToDouble(axis)
            .map(value -> value / Sample.SIZE)
            .sorted()
            .toArray();
    return Arrays.stream(values, (values.length - 1) / 2, values.length / 2 + 1)
        .average()
        .orElseThrow();
  }
}
