package dev.mien.geometry;

/**
 * An axis-aligned rectangle in pixels, half open: it holds {@code left <= x < left + width}. May
 * reach beyond the image.
 */
public record Box(double left, double top, double width, double height) {
  /** Checks the numbers. */
  public Box {
    if (!(width >= 0 && height >= 0) || !Double.isFinite(left + top + width + height)) {
      throw new IllegalArgumentException(
          "a box needs finite numbers and sides that are not negative");
    }
  }

  /** A square around a centre. */
  public static Box around(Point centre, double side) {
    return new Box(centre.x() - side / 2, centre.y() - side / 2, side, side);
  }

  /** The x coordinate at which the box no longer holds. */
  public double right() {
    return left + width;
  }

  /** The y coordinate at which the box no longer holds. */
  public double bottom() {
    return top + height;
  }

  /** Width times height. */
  public double area() {
    return width * height;
  }

  /** The point in the middle. */
  public Point centre() {
    return new Point(left + width / 2, top + height / 2);
  }

  /**
   * How alike two boxes are: area in common over area covered, 0 to 1. Boxes that only touch have
   * nothing in common, and two empty boxes are not alike.
   */
  public double intersectionOverUnion(Box other) {
    double common = intersectionArea(other);
    double covered = area() + other.area() - common;
    return covered > 0 ? common / covered : 0;
  }

  /** The area in common with another box. */
  public double intersectionArea(Box other) {
    double commonWidth = Math.min(right(), other.right()) - Math.max(left, other.left);
    double commonHeight = Math.min(bottom(), other.bottom()) - Math.max(top, other.top);
    return commonWidth > 0 && commonHeight > 0 ? commonWidth * commonHeight : 0;
  }

  /** The part of this box inside an image of that size; empty if there is none. */
  public Box clipTo(int imageWidth, int imageHeight) {
    double clippedLeft = Math.min(imageWidth, Math.max(0, left));
    double clippedTop = Math.min(imageHeight, Math.max(0, top));
    double clippedRight = Math.min(imageWidth, Math.max(0, right()));
    double clippedBottom = Math.min(imageHeight, Math.max(0, bottom()));
    return new Box(clippedLeft, clippedTop, clippedRight - clippedLeft, clippedBottom - clippedTop);
  }
}
