package dev.mien.app.session.analysis;

import dev.mien.app.session.RecordedFrame;
import dev.mien.app.session.Recording;
import dev.mien.expression.Emotion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * How a person's second session differs from the first. Neighbouring moments are alike, so
 * intervals come from a moving-block bootstrap (Künsch, 1989): seconds are drawn in blocks twice as
 * long as any figure takes to forget itself.
 *
 * @param rows one for each figure
 * @param seed of the random draws
 * @param blockSeconds how long the blocks were
 * @param blocks how many blocks the shorter session has; below ten the intervals are rough
 */
public record Comparison(List<Row> rows, long seed, int blockSeconds, int blocks) {
  private static final int SHORTEST_BLOCK = 3;
  private static final int FEWEST_BLOCKS = 5;

  /** Below this correlation two moments have little to do with each other. */
  private static final double FORGOTTEN = 0.1;

  /** Smaller differences are printed as zero. */
  private static final double SMALLEST_DIFFERENCE = 0.0005;

  private static final int RESAMPLES = 2000;
  private static final double TAIL = 0.025;
  private static final List<String> EXTRA = List.of("valence", "arousal", "ambiguity");

  /**
   * A figure in both sessions.
   *
   * @param name an expression's label, valence, arousal or ambiguity
   * @param first its mean in the first
   * @param second its mean in the second
   * @param low of the 95 % interval of the difference, second minus first
   * @param high of that interval
   */
  public record Row(String name, double first, double second, double low, double high) {
    /** Second minus first. */
    public double difference() {
      return second - first;
    }

    /** Whether the interval leaves out zero, and the difference is not zero to three decimals. */
    public boolean clear() {
      return (low > 0 || high < 0) && Math.abs(difference()) >= SMALLEST_DIFFERENCE;
    }
  }

  /**
   * Compares the person who was seen most in each.
   *
   * @throws IllegalArgumentException if nobody was seen for two seconds in one of them
   */
  public static Comparison of(Recording first, Recording second, long seed) {
    double[][] a = seconds(first);
    double[][] b = seconds(second);
    SplittableRandom random = new SplittableRandom(seed);
    int block = Math.max(blockSeconds(a), blockSeconds(b));
    int figures = a[0].length;
    double[][] differences = new double[figures][RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      double[] meanA = resampledMean(a, block, random);
      double[] meanB = resampledMean(b, block, random);
      for (int f = 0; f < figures; f++) {
        differences[f][r] = meanB[f] - meanA[f];
      }
    }
    double[] meanA = mean(a);
    double[] meanB = mean(b);
    List<Row> rows = new ArrayList<>();
    for (int f = 0; f < figures; f++) {
      Arrays.sort(differences[f]);
      String name =
          f < Emotion.values().length
              ? Emotion.values()[f].label()
              : EXTRA.get(f - Emotion.values().length);
      rows.add(
          new Row(
              name,
              meanA[f],
              meanB[f],
              differences[f][(int) (TAIL * RESAMPLES)],
              differences[f][(int) ((1 - TAIL) * RESAMPLES) - 1]));
    }
    return new Comparison(rows, seed, block, Math.min(a.length, b.length) / block);
  }

  /** One row for each second in which the person was seen. */
  private static double[][] seconds(Recording recording) {
    List<RecordedFrame> frames = recording.frames();
    PersonAnalysis person =
        SessionAnalysis.of(recording).people().stream()
            .max((p, q) -> Double.compare(p.seenSeconds(), q.seenSeconds()))
            .orElseThrow(() -> tooShort(recording));
    double[] equal = new double[frames.size()];
    Arrays.fill(equal, 1);
    Map<Long, List<Sample>> bySecond = new TreeMap<>();
    for (Sample sample : SessionAnalysis.samples(frames, equal, person.tracks())) {
      if (sample.observation() != null) {
        bySecond.computeIfAbsent(sample.time().toSeconds(), key -> new ArrayList<>()).add(sample);
      }
    }
    if (bySecond.size() < 2) {
      throw tooShort(recording);
    }
    return bySecond.values().stream().map(Means::of).map(Comparison::row).toArray(double[][]::new);
  }

  private static IllegalArgumentException tooShort(Recording recording) {
    return new IllegalArgumentException(
        "in session " + recording.info().id() + " nobody was seen for long enough to compare");
  }

  private static double[] row(Means means) {
    double[] row = Arrays.copyOf(means.probabilities(), means.probabilities().length + 3);
    row[row.length - 3] = means.valence();
    row[row.length - 2] = means.arousal();
    row[row.length - 1] = means.ambiguity();
    return row;
  }

  /** Twice the time after which the slowest figure has forgotten itself. */
  private static int blockSeconds(double[][] rows) {
    double[] mean = mean(rows);
    int slowest = 0;
    for (int f = 0; f < mean.length; f++) {
      double variance = covariance(rows, mean, f, 0);
      int lag = 1;
      while (variance > 1e-12
          && lag < rows.length / 2
          && covariance(rows, mean, f, lag) > FORGOTTEN * variance) {
        lag++;
      }
      slowest = Math.max(slowest, lag);
    }
    return Math.max(SHORTEST_BLOCK, Math.min(2 * slowest, rows.length / FEWEST_BLOCKS));
  }

  private static double covariance(double[][] rows, double[] mean, int figure, int lag) {
    double sum = 0;
    for (int i = lag; i < rows.length; i++) {
      sum += (rows[i][figure] - mean[figure]) * (rows[i - lag][figure] - mean[figure]);
    }
    return sum / rows.length;
  }

  private static double[] mean(double[][] rows) {
    double[] mean = new double[rows[0].length];
    for (double[] row : rows) {
      for (int f = 0; f < mean.length; f++) {
        mean[f] += row[f] / rows.length;
      }
    }
    return mean;
  }

  private static double[] resampledMean(double[][] rows, int wanted, SplittableRandom random) {
    int block = Math.min(wanted, rows.length);
    double[] mean = new double[rows[0].length];
    int drawn = 0;
    while (drawn < rows.length) {
      int start = random.nextInt(rows.length - block + 1);
      for (int i = start; i < start + block && drawn < rows.length; i++, drawn++) {
        for (int f = 0; f < mean.length; f++) {
          mean[f] += rows[i][f] / rows.length;
        }
      }
    }
    return mean;
  }
}
