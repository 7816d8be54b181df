package dev.mien.geometry;

import java.util.List;

/**
 * Rotation, uniform scaling and translation: {@code x' = a x - b y + dx}, {@code y' = b x + a y +
 * dy}.
 */
public record Similarity(double a, double b, double dx, double dy) {
  /** Leaves every point where it is. */
  public static final Similarity IDENTITY = new Similarity(1, 0, 0, 0);

  /**
   * The similarity that carries {@code from} onto {@code to} with the least sum of squared
   * distances (the two-dimensional closed form of Umeyama, PAMI 1991, without reflection).
   *
   * @throws IllegalArgumentException if the lists differ in length, hold fewer than two points, or
   *     all points of {@code from} coincide
   */
  public static Similarity fit(List<Point> from, List<Point> to) {
    if (from.size() != to.size() || from.size() < 2) {
      throw new IllegalArgumentException("a similarity needs two or more pairs of points");
    }
    Point fromMean = mean(from);
    Point toMean = mean(to);
    double along = 0;
    double across = 0;
    double spread = 0;
    for (int i = 0; i < from.size(); i++) {
      double fx = from.get(i).x() - fromMean.x();
      double fy = from.get(i).y() - fromMean.y();
      double tx = to.get(i).x() - toMean.x();
      double ty = to.get(i).y() - toMean.y();
      along += fx * tx + fy * ty;
      across += fx * ty - fy * tx;
      spread += fx * fx + fy * fy;
    }
    if (!(spread > 0)) {
      throw new IllegalArgumentException("a similarity cannot be fitted to points that coincide");
    }
    double a = along / spread;
    double b = across / spread;
    return new Similarity(
        a,
        b,
        toMean.x() - a * fromMean.x() + b * fromMean.y(),
        toMean.y() - b * fromMean.x() - a * fromMean.y());
  }

  private static Point mean(List<Point> points) {
    double x = 0;
    double y = 0;
    for (Point point : points) {
      x += point.x();
      y += point.y();
    }
    return new Point(x / points.size(), y / points.size());
  }

  /** Where a point goes. */
  public Point apply(Point point) {
    return new Point(a * point.x() - b * point.y() + dx, b * point.x() + a * point.y() + dy);
  }

  /** How much longer lengths become. */
  public double scale() {
    return Math.hypot(a, b);
  }

  /** The rotation in radians; positive turns the x axis towards the y axis, clockwise on screen. */
  public double rotation() {
    return Math.atan2(b, a);
  }

  /**
   * The way back.
   *
   * @throws IllegalArgumentException if this one maps everything onto one point
   */
  public Similarity inverse() {
    double square = a * a + b * b;
    if (!(square > 0)) {
      throw new IllegalArgumentException("a similarity of scale 0 has no inverse");
    }
    double ia = a / square;
    double ib = -b / square;
    return new Similarity(ia, ib, -(ia * dx - ib * dy), -(ib * dx + ia * dy));
  }
}
