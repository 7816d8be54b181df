package dev.mien.training.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What abstention buys: the accuracy of the most confident answers, at growing shares of all
 * answers (El-Yaniv and Wiener, JMLR 2010).
 *
 * @param points from small to full coverage
 */
public record RiskCoverage(List<Point> points) {
  private static final int STEPS = 20;

  /**
   * One threshold.
   *
   * @param coverage the share of the images that is answered
   * @param accuracy of these answers
   * @param threshold the least confidence among them
   */
  public record Point(double coverage, double accuracy, double threshold) {}

  /** The curve in steps of 5 %. */
  static RiskCoverage of(double[] confidences, boolean[] right) {
    List<Integer> order =
        IntStream.range(0, right.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -confidences[i]))
            .toList();
    List<Point> points = new ArrayList<>();
    int hits = 0;
    int step = 1;
    for (int answered = 1; answered <= order.size(); answered++) {
      int last = order.get(answered - 1);
      hits += right[last] ? 1 : 0;
      if ((long) answered * STEPS >= (long) step * order.size()) {
        points.add(
            new Point(
                (double) answered / order.size(), (double) hits / answered, confidences[last]));
        step = (int) ((long) answered * STEPS / order.size()) + 1;
      }
    }
    return new RiskCoverage(List.copyOf(points));
  }

  /** The mean share of wrong answers over the curve; smaller is better. */
  public double area() {
    return points.stream().mapToDouble(point -> 1 - point.accuracy()).average().orElse(0);
  }
}
