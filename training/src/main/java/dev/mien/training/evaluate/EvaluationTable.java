package dev.mien.training.evaluate;

import dev.mien.expression.Emotion;
import dev.mien.training.dataset.Split;
import java.util.List;
import java.util.Locale;

/** An evaluation as text for a terminal of 80 columns. */
public final class EvaluationTable {
  private EvaluationTable() {}

  /** The table, with line breaks. */
  public static String of(Evaluation evaluation) {
    StringBuilder text = new StringBuilder();
    ConfusionMatrix matrix = evaluation.matrix();
    List<Emotion> classes = evaluation.protocol().classes();
    Interval interval = evaluation.interval();
    line(
        text,
        "%s, %s split, %d images",
        evaluation.protocol().title(),
        name(evaluation.split()),
        matrix.total());
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
    line(text, "  expected calibration error %.4f", evaluation.calibrationError());
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

  static String name(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
