package dev.mien.training.evaluate;

import dev.mien.expression.Emotion;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Figures by group as text. */
final class GroupTable {
  private static final int MOST_ANSWERS = 3;

  private GroupTable() {}

  static void add(StringBuilder text, GroupFigures figures) {
    line(text, "");
    line(text, "%s by %s", figures.protocol().title(), figures.by());
    line(
        text,
        "  %-14s %6s  %-24s %11s %11s  %s",
        "group",
        "images",
        "accuracy (95 %)",
        "calibration",
        "uncertain",
        "most frequent answers");
    for (GroupFigures.Group group : figures.groups()) {
      Interval interval = group.evaluation().interval();
      line(
          text,
          "  %-14s %6d  %-24s %11.3f %9.1f %%  %s",
          group.name(),
          group.images(),
          String.format(
              Locale.ROOT,
              "%.1f %% (%.1f to %.1f)",
              100 * group.evaluation().matrix().accuracy(),
              100 * interval.low(),
              100 * interval.high()),
          group.evaluation().calibrationError(),
          100.0 * group.uncertain() / group.images(),
          answers(group, figures.classes()));
    }
    line(text, "  %s", difference(figures));
  }

  private static String answers(GroupFigures.Group group, List<Emotion> classes) {
    return IntStream.range(0, classes.size())
        .boxed()
        .sorted(Comparator.comparingDouble(c -> -group.answered(c)))
        .limit(MOST_ANSWERS)
        .map(
            c ->
                String.format(
                    Locale.ROOT, "%s %.0f %%", classes.get(c).label(), 100 * group.answered(c)))
        .collect(Collectors.joining(", "));
  }

  /** The largest difference in a sentence. */
  static String difference(GroupFigures figures) {
    return figures
        .largestDifference()
        .map(
            difference ->
                String.format(
                    Locale.ROOT,
                    "largest difference: %s is %.1f points above %s (95 %% interval %.1f to %.1f)",
                    difference.best().name(),
                    100 * difference.accuracy(),
                    difference.worst().name(),
                    100 * difference.interval().low(),
                    100 * difference.interval().high()))
        .orElse("no two groups have the 30 images that a difference needs");
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
