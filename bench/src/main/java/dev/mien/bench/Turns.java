package dev.mien.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * What one of several pieces of work that took turns has measured, so that what else the machine
 * does falls on all of them.
 *
 * @param rounds its figures, ascending
 */
record Turns(double[] rounds) {
  private static final int ROUNDS = 7;

  /** Measures each of them once to warm up, then seven times, by turns. */
  static List<Turns> of(List<DoubleSupplier> measurements) {
    double[][] figures = new double[measurements.size()][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      for (int m = 0; m < figures.length; m++) {
        double figure = measurements.get(m).getAsDouble();
        if (round >= 0) {
          figures[m][round] = figure;
        }
      }
    }
    return Stream.of(figures).peek(Arrays::sort).map(Turns::new).toList();
  }

  double median() {
    return rounds[rounds.length / 2];
  }

  /** The least and the greatest, with this many decimals. */
  String range(int decimals) {
    String number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT, "(" + number + " to " + number + ")", rounds[0], rounds[rounds.length - 1]);
  }
}
