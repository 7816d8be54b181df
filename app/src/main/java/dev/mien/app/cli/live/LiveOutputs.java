package dev.mien.app.cli.live;

import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.FileKind;
import dev.mien.app.cli.files.OutputException;
import dev.mien.app.cli.files.OutputFile;
import dev.mien.app.cli.files.OutputFolder;
import dev.mien.app.cli.files.OutputOptions;
import dev.mien.app.cli.files.OutputPlace;
import dev.mien.app.session.TimeRange;
import dev.mien.app.video.VideoSources;
import dev.mien.event.TimeSpan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What becomes of the frames of a film or camera. */
final class LiveOutputs {
  private static final Pattern FILM =
      Pattern.compile(".*\\.(mp4|m4v|mov|mkv|webm)", Pattern.CASE_INSENSITIVE);

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write a row for each face and frame; .csv and .jsonl choose the format.")
  private @Nullable Path out;

  @Option(
      names = "--annotated",
      paramLabel = "FILE",
      description =
          "Write a film with boxes, labels and bars (.mp4, .mkv, .webm), with the sound of a film.")
  private @Nullable Path annotated;

  @Option(names = "--attention", description = "Tint its faces by where the model looked.")
  private boolean attention;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write an HTML page: who showed what, when, for how long.")
  private @Nullable Path report;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description =
          "Write events of --rules, one line of JSON each; of a camera or stream as they come.")
  private @Nullable Path events;

  @Option(
      names = "--baseline",
      paramLabel = "FROM-TO",
      description = "When people looked neutral, such as 0s-10s: the report compares with it.")
  private @Nullable String baseline;

  @Option(
      names = "--session",
      paramLabel = "NAME",
      description = "Keep what was seen as a session, without pictures.")
  private @Nullable String session;

  @Mixin private StoreOption store = new StoreOption();

  @Option(
      names = "--keep-images",
      description = "Let the session keep a small grey picture of each face every second.")
  private boolean keepImages;

  @Mixin private OutputOptions files = new OutputOptions();

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress bar, no summary and no remarks.")
  private boolean quiet;

  void check(boolean anyRules) {
    if (attention && annotated == null) {
      throw new UserException("--attention tints annotated films: add --annotated FILE");
    }
    if (events != null && !anyRules) {
      throw new UserException("--events needs rules: add --rules FILE");
    }
    if ((store.isGiven() || keepImages) && session == null) {
      throw new UserException("--store and --keep-images are for sessions: add --session NAME");
    }
    if (out != null) {
      jsonLines(); // Refuses other formats.
    }
    if (annotated != null && !FILM.matcher(annotated.toString()).matches()) {
      throw new UserException(
          "--annotated of a film takes names that end in .mp4, .mkv, .mov or .webm, unlike "
              + annotated);
    }
    if (report != null) {
      requirePage("--report", report);
    }
    baseline();
  }

  /** A page under another name would not open as one. */
  static void requirePage(String option, Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".html") && !name.endsWith(".htm") && !OutputPlace.isDevice(file)) {
      throw new UserException(
          option + " is a page: it takes names that end in .html, unlike " + file);
    }
  }

  /**
   * The outputs of each of several films: what was given as outputs names folders, which are made.
   *
   * @throws OutputException if a folder cannot be written to or holds an input
   */
  List<LiveOutputs> forEach(List<String> films, List<Path> inputs, boolean anyRules)
      throws OutputException {
    for (Path folder : new Path[] {out, annotated, report, events}) {
      if (folder != null) {
        if (Files.isRegularFile(folder)) {
          throw new UserException(
              "with several films, outputs name folders; " + folder + " is a file");
        }
        OutputFolder.prepare(folder, inputs);
      }
    }
    List<LiveOutputs> all = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (String film : films) {
      LiveOutputs one = new LiveOutputs();
      String name = unused(film, used);
      one.out = out == null ? null : out.resolve(name + ".csv");
      one.annotated = annotated == null ? null : annotated.resolve(name + ".mp4");
      one.report = report == null ? null : report.resolve(name + ".html");
      one.events = events == null ? null : events.resolve(name + ".jsonl");
      one.attention = attention;
      one.baseline = baseline;
      one.session = session == null ? null : session + " " + name;
      one.store = store;
      one.keepImages = keepImages;
      one.files = files;
      one.quiet = quiet;
      one.check(anyRules);
      all.add(one);
    }
    return all;
  }

  /** The film's name without folder and ending; films of one name are numbered. */
  private static String unused(String film, Set<String> used) {
    String stem =
        VideoSources.withoutSecrets(film)
            .replaceFirst("[/\\\\]+$", "")
            .replaceFirst(".*[/\\\\]", "");
    stem = stem.replaceFirst("\\.[^.]*$", "").replaceAll("[^\\p{L}\\p{N}._ -]", "_");
    String name = stem;
    for (int i = 2; !used.add(name); i++) {
      name = stem + "-" + i;
    }
    return name;
  }

  OutputFile prepare(Path target, FileKind kind, List<Path> taken) throws OutputException {
    return files.prepare(target, kind, taken);
  }

  OutputFile prepareInPlace(Path target, FileKind kind, List<Path> taken) throws OutputException {
    return files.prepareInPlace(target, kind, taken);
  }

  @Nullable Path out() {
    return out;
  }

  FileKind rowKind() {
    return out != null && jsonLines() ? FileKind.RESULTS : FileKind.TABLE;
  }

  boolean jsonLines() {
    String name = String.valueOf(out).toLowerCase(Locale.ROOT);
    if (name.endsWith(".jsonl")) {
      return true;
    }
    if (name.endsWith(".csv")) {
      return false;
    }
    throw new UserException(
        "--out of a film takes names that end in .csv or .jsonl, unlike " + out);
  }

  @Nullable Path annotated() {
    return annotated;
  }

  boolean attention() {
    return attention;
  }

  @Nullable Path report() {
    return report;
  }

  @Nullable Path events() {
    return events;
  }

  @Nullable String session() {
    return session;
  }

  String store() {
    return store.location();
  }

  boolean keepImages() {
    return keepImages;
  }

  boolean quiet() {
    return quiet;
  }

  @Nullable TimeRange baseline() {
    return baseline == null ? null : range(baseline);
  }

  /** Reads a time range such as {@code 0s-10s}. */
  static TimeRange range(String text) {
    String[] ends = text.split("-", -1);
    try {
      if (ends.length == 2) {
        return new TimeRange(TimeSpan.parse(ends[0]), TimeSpan.parse(ends[1]));
      }
    } catch (IllegalArgumentException e) {
      throw new UserException("'" + text + "' is no time range: " + e.getMessage());
    }
    throw new UserException("a time range looks like 0s-10s, not '" + text + "'");
  }
}
