package dev.mien.tracking;

import java.util.Arrays;

/**
 * Shares out columns to rows at the least total cost: the Hungarian method with potentials (Kuhn,
 * 1955; Munkres, 1957), for a few faces.
 */
final class Assignment {
  private Assignment() {}

  /**
   * Solves.
   *
   * @param costs one row per face, one column per track
   * @param limit what a row may cost at most; leaving it alone costs as much
   * @return the column of every row, or -1
   */
  static int[] solve(double[][] costs, double limit) {
    int rows = costs.length;
    int columns = rows == 0 ? 0 : costs[0].length;
    // Beside the real columns, every row has one of its own that stands for "nobody".
    int width = columns + rows;
    double[] rowPotential = new double[rows + 1];
    double[] columnPotential = new double[width + 1];
    int[] rowOf = new int[width + 1];
    for (int row = 1; row <= rows; row++) {
      int[] previous = new int[width + 1];
      double[] least = new double[width + 1];
      Arrays.fill(least, Double.POSITIVE_INFINITY);
      boolean[] used = new boolean[width + 1];
      rowOf[0] = row;
      int column = 0;
      do {
        used[column] = true;
        int current = rowOf[column];
        double delta = Double.POSITIVE_INFINITY;
        int nearest = 0;
        for (int c = 1; c <= width; c++) {
          if (!used[c]) {
            double cost = c <= columns ? costs[current - 1][c - 1] : limit;
            double reduced = cost - rowPotential[current] - columnPotential[c];
            if (reduced < least[c]) {
              least[c] = reduced;
              previous[c] = column;
            }
            if (least[c] < delta) {
              delta = least[c];
              nearest = c;
            }
          }
        }
        for (int c = 0; c <= width; c++) {
          if (used[c]) {
            rowPotential[rowOf[c]] += delta;
            columnPotential[c] -= delta;
          } else {
            least[c] -= delta;
          }
        }
        column = nearest;
      } while (rowOf[column] != 0);
      while (column != 0) {
        rowOf[column] = rowOf[previous[column]];
        column = previous[column];
      }
    }
    int[] assigned = new int[rows];
    Arrays.fill(assigned, -1);
    for (int c = 1; c <= columns; c++) {
      if (rowOf[c] > 0 && costs[rowOf[c] - 1][c - 1] <= limit) {
        assigned[rowOf[c] - 1] = c - 1;
      }
    }
    return assigned;
  }
}
