package dev.mien.expression;

/** How much each position of an aligned face counted for the answer. Immutable. */
public final class AttentionMap {
  private final int width;
  private final int height;
  private final float[] weights;

  /**
   * A map of its own making.
   *
   * @param weights row by row from the top left, kept as they are; they should sum to 1
   * @throws IllegalArgumentException if their number is not width times height
   */
  public AttentionMap(int width, int height, float[] weights) {
    if (weights.length != width * height) {
      throw new IllegalArgumentException(
          "%d weights are no map of %d x %d".formatted(weights.length, width, height));
    }
    this.width = width;
    this.height = height;
    this.weights = weights.clone();
  }

  /** Cells from left to right. */
  public int width() {
    return width;
  }

  /** Cells from top to bottom. */
  public int height() {
    return height;
  }

  /** The weight of a cell; all weights of a map sum to 1. */
  public double weight(int column, int row) {
    return weights[row * width + column];
  }

  /**
   * The weight at a point of the face, both coordinates 0 to 1, interpolated, relative to the
   * largest: 0 to 1.
   */
  public double relativeWeightAt(double x, double y) {
    double cx = Math.min(width - 1.0, Math.max(0, x * width - 0.5));
    double cy = Math.min(height - 1.0, Math.max(0, y * height - 0.5));
    int left = (int) cx;
    int top = (int) cy;
    int right = Math.min(width - 1, left + 1);
    int bottom = Math.min(height - 1, top + 1);
    double fx = cx - left;
    double fy = cy - top;
    double upper = weight(left, top) * (1 - fx) + weight(right, top) * fx;
    double lower = weight(left, bottom) * (1 - fx) + weight(right, bottom) * fx;
    return (upper * (1 - fy) + lower * fy) / largest();
  }

  private double largest() {
    double largest = Double.MIN_NORMAL;
    for (float weight : weights) {
      largest = Math.max(largest, weight);
    }
    return largest;
  }
}
