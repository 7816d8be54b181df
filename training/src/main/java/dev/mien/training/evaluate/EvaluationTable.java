package dev.mien.training.evaluate;

import dev.mien.expression.Emotion;
import dev.mien.output.Plural;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An evaluation as text for a terminal of 80 columns. */
public final class EvaluationTable {
  private EvaluationTable() {}

  /** The table, with line breaks. */
  public static String of(Evaluation evaluation) {
    StringBuilder text = new StringBuilder();
    ConfusionMatrix matrix = evaluation.matrix();
    List<Emotion> classes = evaluation.classes();
    Interval interval = evaluation.interval();
    line(
        text,
        "%s, %s split, %d %s",
        evaluation.protocol().title(),
        evaluation.split().label(),
        matrix.total(),
        Plural.noun(matrix.total(), "image"));
    line(
        text,
        "  accuracy %.2f %%   (95 %% interval %.2f to %.2f)",
        100 * matrix.accuracy(),
        100 * interval.low(),
        100 * interval.high());
    line(
        text,
        "  macro precision %.4f   recall %.4f   F1 %.4f   weighted F1 %.4f",
        matrix.macroPrecision(),
        matrix.macroRecall(),
        matrix.macroF1(),
        matrix.weightedF1());
    line(
        text,
        "  balanced accuracy %.4f   among the top two %.4f   KL to the votes %s",
        matrix.macroRecall(),
        evaluation.topTwo(),
        Double.isNaN(evaluation.divergence())
            ? "-"
            : String.format(Locale.ROOT, "%.4f", evaluation.divergence()));
    line(
        text,
        "  expected calibration error %.4f   mean risk over coverage %.4f",
        evaluation.calibrationError(),
        evaluation.riskCoverage().area());
    text.append('\n');
    line(text, "  %-10s %9s %9s %9s %9s", "class", "precision", "recall", "F1", "images");
    for (int c = 0; c < classes.size(); c++) {
      line(
          text,
          "  %-10s %9.4f %9.4f %9.4f %9d",
          classes.get(c).label(),
          matrix.precision(c),
          matrix.recall(c),
          matrix.f1(c),
          matrix.support(c));
    }
    text.append('\n');
    StringBuilder header = new StringBuilder(String.format(Locale.ROOT, "  %-10s", "is \\ said"));
    classes.forEach(
        emotion -> header.append(String.format(Locale.ROOT, " %6.6s", emotion.label())));
    line(text, "%s", header);
    for (int actual = 0; actual < classes.size(); actual++) {
      StringBuilder row =
          new StringBuilder(String.format(Locale.ROOT, "  %-10s", classes.get(actual).label()));
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        row.append(String.format(Locale.ROOT, " %6d", matrix.count(actual, predicted)));
      }
      line(text, "%s", row);
    }
    return text.toString();
  }

  /** A whole report: the plain figures in full, all others in a line each. */
  public static String of(EvaluationReport report) {
    StringBuilder text = new StringBuilder();
    report.notes().forEach(note -> line(text, "Note: %s.", note));
    for (EvaluationReport.Model model : report.models()) {
      line(
          text,
          "%s: %,d numbers, %.0f million multiply-accumulates, %.1f MB, %.2f ms a face on one thread",
          model.file(),
          model.size().parameters(),
          model.size().multiplications() / 1e6,
          model.size().bytes() / 1e6,
          model.milliseconds());
    }
    String how = report.measurements().get(0).how();
    if (!how.equals(TestTimeAugmentation.ONE.title())) {
      line(text, "");
      line(text, "%s", how);
    }
    report.measurements().get(0).evaluations().forEach(one -> text.append('\n').append(of(one)));
    report.measurements().stream().skip(1).forEach(other -> addOther(text, other));
    report.groups().forEach(groups -> GroupTable.add(text, groups));
    addExtras(text, report);
    return text.toString();
  }

  private static void addOther(StringBuilder text, EvaluationReport.Measurement other) {
    line(text, "");
    line(text, "%s", other.how());
    for (Evaluation one : other.evaluations()) {
      line(
          text,
          "  %-24s %.2f %%   (%.2f to %.2f, %d %s)   macro F1 %.4f   calibration error %.4f",
          one.protocol().title(),
          100 * one.matrix().accuracy(),
          100 * one.interval().low(),
          100 * one.interval().high(),
          one.matrix().total(),
          Plural.noun(one.matrix().total(), "image"),
          one.matrix().macroF1(),
          one.calibrationError());
    }
  }

  private static void addExtras(StringBuilder text, EvaluationReport report) {
    Duplicates duplicates = report.duplicates();
    if (duplicates != null) {
      line(
          text,
          "  (%d %s of the %s split also among the training images, %d with another label)",
          duplicates.pairs().size(),
          Plural.noun(duplicates.pairs().size(), "image"),
          report.split().label(),
          duplicates.contradictions());
    }
    Robustness stress = report.stress();
    if (stress != null) {
      line(text, "");
      line(
          text,
          "%s under corruption: %.2f %% clean, %.2f %% at the middle grade without uneven light (%.1f points less)",
          stress.protocol().title(),
          100 * stress.clean(),
          100 * stress.mean(Corruption.MIDDLE),
          100 * (stress.clean() - stress.mean(Corruption.MIDDLE)));
      line(text, "  %-16s %8s %8s %8s   %s", "", "mild", "middle", "severe", "calibration error");
      for (StressRow row : stressRows(stress)) {
        line(
            text,
            "  %-16s %8s %8s %8s   %s",
            row.title(),
            row.mild(),
            row.middle(),
            row.severe(),
            row.errors());
      }
    }
    AttentionCheck attention = report.attention();
    if (attention != null) {
      line(text, "");
      line(
          text,
          "Attention: %.2f %% with nothing hidden, %.2f %% without a random fifth, %.2f %% without the most attended fifth",
          100 * attention.clean(),
          100 * attention.randomHidden(),
          100 * attention.attendedHidden());
    }
  }

  /**
   * One corruption in words.
   *
   * @param title its name
   * @param mild accuracy in percent
   * @param middle accuracy in percent
   * @param severe accuracy in percent
   * @param errors calibration errors of all three
   */
  record StressRow(String title, String mild, String middle, String severe, String errors) {}

  static List<StressRow> stressRows(Robustness stress) {
    return Arrays.stream(Corruption.values())
        .map(
            corruption -> {
              List<Robustness.Cell> cells = stress.of(corruption);
              return new StressRow(
                  corruption.title(),
                  accuracy(cells.get(0)),
                  accuracy(cells.get(1)),
                  accuracy(cells.get(2)),
                  String.format(
                      Locale.ROOT,
                      "%.3f / %.3f / %.3f",
                      cells.get(0).calibrationError(),
                      cells.get(1).calibrationError(),
                      cells.get(2).calibrationError()));
            })
        .toList();
  }

  private static String accuracy(Robustness.Cell cell) {
    return String.format(Locale.ROOT, "%.2f", 100 * cell.accuracy());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
