package dev.mien.geometry;

/** A point in pixels, origin top left; (0.5, 0.5) is the centre of the first pixel. */
public record Point(double x, double y) {
  /** The distance to another point, in pixels. */
  public double distanceTo(Point other) {
    return Math.hypot(x - other.x, y - other.y);
  }

  /** The point half-way to another. */
  public Point middle(Point other) {
    return new Point((x + other.x) / 2, (y + other.y) / 2);
  }
}
