package dev.mien.app.cli.analyze;

import dev.mien.FaceResult;
import dev.mien.ImageResult;
import dev.mien.app.cli.console.Printable;
import dev.mien.app.cli.console.Terminal;
import dev.mien.expression.Emotion;
import dev.mien.face.QualityReason;
import dev.mien.output.Plural;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/** One image's result for a person at a terminal. */
final class ResultTable {
  private static final int BAR = 10;

  /** In narrower terminals the lesser probabilities would wrap. */
  private static final int COLUMNS_FOR_ALL = 90;

  private static final int COLUMNS_FOR_PLACE = 60;

  private static final double MENTIONED = 0.05;

  private ResultTable() {}

  /** The lines, each with its line break. */
  static String of(ImageResult result, Ansi colours) {
    String name = result.source().isEmpty() ? "standard input" : Printable.of(result.source());
    if (result.error() != null) {
      return colours.string("@|bold " + escape(name) + "|@  ")
          + colours.string("@|red failed:|@ ")
          + Printable.of(result.error())
          + "\n";
    }
    int count = result.faces().size();
    String faces = count == 0 ? "no face found" : Plural.count(count, "face");
    StringBuilder text = new StringBuilder();
    text.append(colours.string("@|bold " + escape(name) + "|@"));
    text.append("  %d x %d, %s%n".formatted(result.width(), result.height(), faces));
    for (int i = 0; i < count; i++) {
      text.append(line(i + 1, result.faces().get(i), colours));
    }
    return text.toString();
  }

  private static String line(int number, FaceResult face, Ansi colours) {
    double confidence = face.scores().confidence();
    String label = "%-9s".formatted(face.label());
    String coloured =
        face.emotion() == null
            ? colours.string("@|faint " + label + "|@")
            : colours.string("@|cyan " + label + "|@");
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "  %2d  %s %3.0f %%  %s  %s",
            number,
            coloured,
            100 * confidence,
            bar(confidence),
            Terminal.columns() >= COLUMNS_FOR_PLACE ? where(face) : ""));
    List<Emotion> others =
        Arrays.stream(Emotion.values())
            .filter(
                emotion ->
                    emotion != face.emotion() && face.scores().probability(emotion) >= MENTIONED)
            .sorted(
                Comparator.comparingDouble((Emotion emotion) -> face.scores().probability(emotion))
                    .reversed())
            .toList();
    if (!others.isEmpty() && Terminal.columns() >= COLUMNS_FOR_ALL) {
      text.append(
          others.stream()
              .map(
                  emotion ->
                      String.format(
                          Locale.ROOT,
                          "%s %.0f %%",
                          emotion.label(),
                          100 * face.scores().probability(emotion)))
              .collect(Collectors.joining(", ", "  ", "")));
    }
    if (!face.quality().good()) {
      text.append(
          colours.string(
              "  @|yellow ["
                  + face.quality().reasons().stream()
                      .map(QualityReason::code)
                      .collect(Collectors.joining(", "))
                  + "]|@"));
    }
    return text.toString().stripTrailing() + "\n";
  }

  private static String where(FaceResult face) {
    return "%-22s"
        .formatted(
            String.format(
                Locale.ROOT,
                "%.0fx%.0f at %.0f,%.0f",
                face.box().width(),
                face.box().height(),
                face.box().left(),
                face.box().top()));
  }

  private static String bar(double share) {
    int full = (int) Math.round(share * BAR);
    return "█".repeat(full) + "·".repeat(BAR - full);
  }

  /** Keeps picocli from reading markup into file names. */
  private static String escape(String text) {
    return text.replace("@|", "@ |").replace("|@", "| @");
  }
}
