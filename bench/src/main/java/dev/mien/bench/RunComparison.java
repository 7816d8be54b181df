package dev.mien.bench;

import dev.mien.training.dataset.FerReader;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.Targets;
import dev.mien.training.evaluate.Corruption;
import dev.mien.training.evaluate.Interval;
import dev.mien.training.network.HybridNet;
import dev.mien.training.predict.Predictions;
import dev.mien.training.study.Scores;
import dev.mien.training.train.Device;
import dev.mien.training.train.Logits;
import dev.mien.training.train.TrainedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Compares trained networks of one kind with those of another on the validation split, in more
 * circumstances than {@code mien ablate}: every corruption and grade of uneven light by itself, and
 * cross-entropy after calibration, too, with one temperature for each head that makes it smallest
 * on the images as they are.
 *
 * <p>Arguments: the data, the votes, the run folders of one kind, with commas between them, and
 * those of the other, one per seed. Judged by the averaged weights of a run's best epoch, the only
 * ones that a study keeps. Differences are those of the second kind to the first, with their 95 %
 * intervals (of other images and seeds).
 */
public final class RunComparison {
  private static final double LOWEST_TEMPERATURE = 0.5;
  private static final double HIGHEST_TEMPERATURE = 2;
  private static final double STEP = 1.005;

  private RunComparison() {}

  /** What is compared; shares are shown in percent. */
  private enum Measure {
    FERPLUS("FER+"),
    FER2013("FER2013"),
    LOSS("NLL"),
    CALIBRATED_LOSS("NLL, calibrated");

    private final String title;

    Measure(String title) {
      this.title = title;
    }

    boolean isShare() {
      return this == FERPLUS || this == FER2013;
    }
  }

  /** One figure per image and measure. */
  private record Figures(Map<Measure, double[]> byMeasure) {
    static Figures mean(List<Figures> several) {
      Map<Measure, double[]> means = new LinkedHashMap<>();
      for (Measure measure : Measure.values()) {
        double[] mean = new double[several.get(0).byMeasure.get(measure).length];
        for (Figures one : several) {
          double[] values = one.byMeasure.get(measure);
          for (int i = 0; i < mean.length; i++) {
            mean[i] += values[i] / several.size();
          }
        }
        means.put(measure, mean);
      }
      return new Figures(means);
    }
  }

  /** A network with the temperatures of its heads. */
  private record Calibrated(HybridNet network, double ferPlus, double fer2013) {
    static Calibrated open(Path folder, List<Sample> validation, Targets targets)
        throws IOException {
      HybridNet network = TrainedRun.open(folder, Device.CPU).network();
      Logits clean = Logits.of(network, validation);
      double votes = best(t -> scaled(clean, t, 1).loss(targets));
      double labels = best(t -> scaled(clean, 1, t).loss(targets));
      System.err.printf(Locale.ROOT, "%s: temperatures %.3f, %.3f%n", folder, votes, labels);
      return new Calibrated(network, votes, labels);
    }

    private static double best(DoubleUnaryOperator loss) {
      double best = 1;
      for (double t = LOWEST_TEMPERATURE; t < HIGHEST_TEMPERATURE; t *= STEP) {
        best = loss.applyAsDouble(t) < loss.applyAsDouble(best) ? t : best;
      }
      return best;
    }

    Figures figures(List<Sample> samples, Targets targets) {
      Logits logits = Logits.of(network, samples);
      Map<Measure, double[]> figures = new LinkedHashMap<>();
      figures.put(
          Measure.FERPLUS, Predictions.right(Protocol.FERPLUS_MAJORITY, samples, logits.ferPlus()));
      figures.put(Measure.FER2013, Predictions.right(Protocol.FER2013, samples, logits.fer2013()));
      figures.put(Measure.LOSS, logits.losses(targets));
      figures.put(Measure.CALIBRATED_LOSS, scaled(logits, ferPlus, fer2013).losses(targets));
      return new Figures(figures);
    }

    private static Logits scaled(Logits logits, double ferPlus, double fer2013) {
      return new Logits(scaled(logits.ferPlus(), ferPlus), scaled(logits.fer2013(), fer2013));
    }

    private static float[][] scaled(float[][] rows, double temperature) {
      float[][] scaled = new float[rows.length][];
      for (int i = 0; i < rows.length; i++) {
        scaled[i] = rows[i].clone();
        for (int c = 0; c < scaled[i].length; c++) {
          scaled[i][c] /= (float) temperature;
        }
      }
      return scaled;
    }
  }

  /** Prints a row per circumstance. */
  public static void main(String[] arguments) throws IOException {
    List<Sample> validation =
        Split.VALIDATION.of(FerReader.read(Path.of(arguments[0]), Path.of(arguments[1])));
    List<Map<String, Figures>> first = figures(arguments[2], validation);
    List<Map<String, Figures>> second = figures(arguments[3], validation);
    System.out.println("| second minus first | " + titles() + " |");
    System.out.println("|---|" + "---|".repeat(Measure.values().length));
    for (String row : first.get(0).keySet()) {
      List<String> cells = new ArrayList<>();
      for (Measure measure : Measure.values()) {
        cells.add(cell(measure, scores(first, row, measure), scores(second, row, measure)));
      }
      System.out.println("| " + row + " | " + String.join(" | ", cells) + " |");
    }
  }

  private static String titles() {
    return String.join(
        " | ", Arrays.stream(Measure.values()).map(measure -> measure.title).toList());
  }

  private static Scores scores(List<Map<String, Figures>> runs, String row, Measure measure) {
    return new Scores(
        runs.stream().map(run -> run.get(row).byMeasure.get(measure)).toArray(double[][]::new));
  }

  private static String cell(Measure measure, Scores first, Scores second) {
    double unit = measure.isShare() ? 100 : 1;
    Interval interval = second.differenceTo(first);
    return String.format(
        Locale.ROOT,
        measure.isShare() ? "%+.2f (%+.2f to %+.2f)" : "%+.3f (%+.3f to %+.3f)",
        unit * (second.mean() - first.mean()),
        unit * interval.low(),
        unit * interval.high());
  }

  private static List<Map<String, Figures>> figures(String folders, List<Sample> validation)
      throws IOException {
    Targets targets = Targets.of(validation, 0);
    List<Map<String, Figures>> runs = new ArrayList<>();
    for (String folder : folders.split(",")) {
      Calibrated network = Calibrated.open(Path.of(folder), validation, targets);
      Map<String, Figures> rows = new LinkedHashMap<>();
      rows.put("as they are", network.figures(validation, targets));
      List<Figures> middle = new ArrayList<>();
      for (Corruption corruption : Corruption.STRESS) {
        Figures figures = network.figures(corruption.apply(validation, Corruption.MIDDLE), targets);
        rows.put(name(corruption, Corruption.MIDDLE), figures);
        middle.add(figures);
      }
      rows.put("mean of these corruptions", Figures.mean(middle));
      for (Corruption corruption : Corruption.UNEVEN_LIGHT) {
        for (int grade = 0; grade < Corruption.GRADES; grade++) {
          rows.put(
              name(corruption, grade),
              network.figures(corruption.apply(validation, grade), targets));
        }
      }
      runs.add(rows);
    }
    return runs;
  }

  private static String name(Corruption corruption, int grade) {
    return String.format(Locale.ROOT, "%s %s", corruption.title(), corruption.strength(grade));
  }
}
