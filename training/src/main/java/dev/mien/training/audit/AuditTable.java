package dev.mien.training.audit;

import dev.mien.expression.Emotion;
import dev.mien.output.Plural;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.TwinSearch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An audit as text for a terminal of 80 columns. */
public final class AuditTable {
  private static final int MOST_NAMES = 10;

  private AuditTable() {}

  /** The table, with line breaks. */
  public static String of(Audit audit) {
    StringBuilder text = new StringBuilder();
    line(text, "%s", Plural.count(audit.images(), "image"));
    for (Audit.Part part : audit.parts()) {
      line(text, "");
      line(text, "%s: %s", title(audit, part), Plural.count(part.images(), "image"));
      part.classes().forEach((protocol, counts) -> addClasses(text, protocol, counts));
    }
    line(text, "");
    line(
        text,
        "Identical images: %s, %,d of them across splits, %,d with different labels",
        Plural.count(audit.identical().size(), "group"),
        audit.identical().stream().filter(IdenticalImages::crossesSplits).count(),
        audit.conflicting().size());
    line(
        text,
        "Images that are nearly identical to another (grey values correlate by %s or more),",
        TwinSearch.NEARLY_IDENTICAL);
    line(
        text,
        "  to an earlier one%s: %,d",
        audit.isDivided() ? " in their own split" : "",
        audit.repeated().size());
    for (List<Split> pair : pairs(audit)) {
      Split from = pair.get(0);
      Split into = pair.get(1);
      line(
          text,
          "  %s images with a twin in the %s split: %,d (%,d identical)",
          from.label(),
          into.label(),
          audit.crossing(from, into),
          audit.identical(from, into));
    }
    line(text, "%s", subjects(audit));
    if (audit.unknownSubjects() < audit.images()) {
      line(
          text,
          "Identical images of different subjects: %s",
          Plural.count(
              audit.identical().stream().filter(IdenticalImages::isOfSeveralSubjects).count(),
              "group"));
    }
    line(text, "Of a single shade: %,d", audit.flat().size());
    if (audit.faceless() != null) {
      line(text, "No face found in: %,d", audit.faceless().size());
    }
    if (!audit.rejected().isEmpty()) {
      line(text, "Most votes for no face: %,d", audit.rejected().size());
    }
    line(text, "Files that cannot be read: %,d", audit.problems().size());
    audit.problems().stream().limit(MOST_NAMES).forEach(problem -> line(text, "  %s", problem));
    return text.toString();
  }

  /** A split's heading. */
  static String title(Audit audit, Audit.Part part) {
    return audit.isDivided() ? part.split().label() + " split" : "not divided into splits";
  }

  /** The pairs of splits between which images may cross: none if the set is not divided. */
  private static List<List<Split>> pairs(Audit audit) {
    return audit.isDivided() ? pairs() : List.of();
  }

  /** A later split, and an earlier one whose images it should not have. */
  static List<List<Split>> pairs() {
    return List.of(
        List.of(Split.VALIDATION, Split.TRAINING),
        List.of(Split.TEST, Split.TRAINING),
        List.of(Split.TEST, Split.VALIDATION));
  }

  private static void addClasses(StringBuilder text, Protocol protocol, int[] counts) {
    int counted = Arrays.stream(counts).sum();
    if (counted == 0) {
      return;
    }
    line(text, "  %s, %s, %s", protocol.title(), Plural.count(counted, "image"), balance(counts));
    StringBuilder row = new StringBuilder("   ");
    List<Emotion> classes = protocol.classes();
    for (int c = 0; c < counts.length; c++) {
      String cell = " %s %,d".formatted(classes.get(c).label(), counts[c]);
      if (row.length() + cell.length() > 78) {
        line(text, "%s", row);
        row = new StringBuilder("   ");
      }
      row.append(cell).append(c + 1 < counts.length ? "," : "");
    }
    line(text, "%s", row);
  }

  /** How many times the rarest class that occurs goes into the most frequent one. */
  static String balance(int[] counts) {
    int most = Arrays.stream(counts).max().orElse(0);
    int least = Arrays.stream(counts).filter(count -> count > 0).min().orElse(0);
    long missing = Arrays.stream(counts).filter(count -> count == 0).count();
    String text =
        String.format(Locale.ROOT, "most to least frequent class %.1f : 1", (double) most / least);
    return missing == 0 ? text : text + ", " + Plural.count(missing, "class") + " absent";
  }

  /** What is known of who is shown, in a sentence. */
  static String subjects(Audit audit) {
    if (audit.unknownSubjects() == audit.images()) {
      return audit.isDivided()
          ? "Who is shown is not said: the same people may be in several splits"
          : "Who is shown is not said: no split that is made of these images keeps people together";
    }
    List<String> shared = audit.sharedSubjects();
    String text = String.format(Locale.ROOT, "Subjects in more than one split: %,d", shared.size());
    if (!shared.isEmpty()) {
      String named = String.join(", ", shared.subList(0, Math.min(MOST_NAMES, shared.size())));
      text += " (" + named + (shared.size() > MOST_NAMES ? ", ..." : "") + ")";
    }
    return audit.unknownSubjects() == 0
        ? text
        : text + "; who is shown is not said of " + Plural.count(audit.unknownSubjects(), "image");
  }

  /** The classes of a protocol with their counts, for other forms. */
  static Map<String, Integer> named(Protocol protocol, int[] counts) {
    Map<String, Integer> named = new LinkedHashMap<>();
    for (int c = 0; c < counts.length; c++) {
      named.put(protocol.classes().get(c).label(), counts[c]);
    }
    return named;
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
