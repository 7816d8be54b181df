package dev.mien.training.audit;

import dev.mien.training.evaluate.Interval;
import java.util.List;
import java.util.Locale;

/**
 * What mistakes of a protocol turn the same images into.
 *
 * @param data that it was measured on, in words
 * @param rows one a mistake and classifier
 */
public record LeakTable(String data, List<Row> rows) {

  /**
   * An accuracy.
   *
   * @param how in a few words; empty if there is nothing to say
   * @param right answers
   * @param images that were tested
   */
  public record Figure(String how, int right, int images) {
    /** The share of right answers; NaN without images. */
    public double accuracy() {
      return images == 0 ? Double.NaN : (double) right / images;
    }

    String inWords() {
      Interval interval = Interval.wilson(right, images);
      String figure =
          String.format(
              Locale.ROOT,
              "%.1f %% (%.1f to %.1f; %,d images)",
              100 * accuracy(),
              100 * interval.low(),
              100 * interval.high(),
              images);
      return how.isEmpty() ? figure : how + ": " + figure;
    }
  }

  /**
   * A mistake.
   *
   * @param mistake in words
   * @param classifier that was measured
   * @param honest without the mistake
   * @param leaked with it
   */
  public record Row(String mistake, String classifier, Figure honest, Figure leaked) {}

  /** The table in Markdown. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append("| mistake | classifier | without it | with it |\n|---|---|---|---|\n");
    for (Row row : rows) {
      text.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  row.mistake(), row.classifier(), row.honest().inWords(), row.leaked().inWords()));
    }
    return text.toString();
  }

  /** The table for a terminal of 80 columns. */
  public String toText() {
    StringBuilder text = new StringBuilder("What mistakes make of it. " + data + ".\n");
    for (Row row : rows) {
      text.append(
          "\n%s; %s\n  without  %s\n  with     %s\n"
              .formatted(
                  row.mistake(), row.classifier(), row.honest().inWords(), row.leaked().inWords()));
    }
    return text.toString();
  }
}
