package dev.mien.app.cli.live;

import dev.mien.app.cli.console.Printable;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.FileKind;
import dev.mien.app.cli.files.OutputFile;
import dev.mien.app.cli.files.OutputOptions;
import dev.mien.app.session.Recording;
import dev.mien.app.session.SessionInfo;
import dev.mien.app.session.SessionStore;
import dev.mien.app.session.analysis.Comparison;
import dev.mien.app.session.analysis.SessionAnalysis;
import dev.mien.app.session.report.SessionCsv;
import dev.mien.app.session.report.SessionJson;
import dev.mien.app.session.report.SessionReport;
import dev.mien.output.Plural;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads and deletes what sessions kept. */
@Command(
    name = "sessions",
    description = "List, read, compare and delete sessions.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  mien sessions list",
      "  mien sessions report 3f2a… --out report.html",
      "  mien sessions export 3f2a… --out session.csv",
      "  mien sessions compare 3f2a… 77c1…",
      "  mien sessions prune --older-than 30d"
    })
public final class SessionsCommand implements Runnable {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  @Mixin private StoreOption store = new StoreOption();

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** A store that was named is not made by looking into it: its name may be mistyped. */
  private SessionStore open() {
    for (Path file : store.files()) {
      if (store.isNamed() && !Files.exists(file)) {
        throw new UserException("there is no store " + file);
      }
    }
    return SessionStore.open(store.location());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  @Command(description = "All sessions, the latest first.", mixinStandardHelpOptions = true)
  int list() {
    try (SessionStore sessions = open()) {
      List<SessionInfo> all = sessions.list();
      Instant now = Instant.now();
      int width = SessionIds.shortLength(all);
      if (all.isEmpty()) {
        out().println("there are no sessions yet");
      } else {
        out()
            .printf(
                "%-" + width + "s  %-16s  %9s  %-11s  %s%n",
                "ID",
                "STARTED",
                "LENGTH",
                "STATUS",
                "NAME");
      }
      for (SessionInfo info : all) {
        out()
            .printf(
                "%s  %s  %9s  %-11s  %s%n",
                info.id().substring(0, width),
                TIME.format(info.startedAt()),
                length(info),
                info.status(now).code(),
                Printable.of(info.name()));
      }
      out().flush();
    }
    return 0;
  }

  private static String length(SessionInfo info) {
    Duration length = info.length();
    return "%d:%02d:%02d"
        .formatted(length.toHours(), length.toMinutesPart(), length.toSecondsPart());
  }

  @Command(description = "What a session shows, in short.", mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "ID", description = "Of the session, or its beginning.") String id) {
    try (SessionStore sessions = open()) {
      Recording recording = sessions.load(SessionIds.find(sessions, id));
      SessionInfo info = recording.info();
      SessionAnalysis analysis = SessionAnalysis.of(recording);
      out()
          .printf(
              Locale.ROOT,
              "%s  (%s, %s, %s)%n%.1f s, %s, %s%n",
              Printable.of(info.name()),
              TIME.format(info.startedAt()),
              info.status(Instant.now()).code(),
              Printable.of(info.source()),
              analysis.seconds(),
              Plural.count(analysis.frames(), "frame"),
              Plural.count(recording.events().size(), "event"));
      SessionReport.summary(analysis).forEach(out()::println);
      out().flush();
    }
    return 0;
  }

  @Command(
      description = "The session as one HTML page for people.",
      mixinStandardHelpOptions = true)
  int report(
      @Parameters(paramLabel = "ID", description = "Of the session, or its beginning.") String id,
      @Option(
              names = {"-o", "--out"},
              paramLabel = "FILE",
              required = true,
              description = "The page to write.")
          Path file,
      @Mixin OutputOptions outputs)
      throws IOException {
    LiveOutputs.requirePage("--out", file);
    try (OutputFile page = outputs.prepare(file, FileKind.PAGE, store.files());
        SessionStore sessions = open()) {
      String html = SessionReport.html(sessions.load(SessionIds.find(sessions, id)));
      Files.writeString(page.path(), html, StandardCharsets.UTF_8);
      page.commit();
    }
    return 0;
  }

  @Command(
      description = "The session for programs: its figures as JSON, or all observations as CSV.",
      mixinStandardHelpOptions = true)
  int export(
      @Parameters(paramLabel = "ID", description = "Of the session, or its beginning.") String id,
      @Option(
              names = {"-o", "--out"},
              paramLabel = "FILE",
              required = true,
              description = "A .json or .csv file to write.")
          Path file,
      @Mixin OutputOptions outputs)
      throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".json") && !name.endsWith(".csv")) {
      throw new UserException(
          "--out of an export takes names that end in .json or .csv, unlike " + file);
    }
    FileKind kind = name.endsWith(".csv") ? FileKind.TABLE : FileKind.RESULTS;
    try (OutputFile written = outputs.prepare(file, kind, store.files());
        SessionStore sessions = open()) {
      Recording recording = sessions.load(SessionIds.find(sessions, id));
      try (Writer writer = written.writer()) {
        if (name.endsWith(".csv")) {
          SessionCsv.of(recording)
              .write(action -> sessions.forEachFrame(recording.info(), action), writer);
        } else {
          writer.write(SessionJson.analysis(recording, Instant.now()).toPrettyString() + "\n");
        }
      }
      written.commit();
    }
    return 0;
  }

  @Command(
      description = "How the second session differs from the first, with 95 %% intervals.",
      mixinStandardHelpOptions = true)
  int compare(
      @Parameters(paramLabel = "FIRST", description = "A session.") String first,
      @Parameters(paramLabel = "SECOND", description = "Another.") String second,
      @Option(names = "--seed", defaultValue = "1", description = "Of the random draws.")
          long seed) {
    try (SessionStore sessions = open()) {
      Comparison comparison =
          Comparison.of(
              sessions.load(SessionIds.find(sessions, first)),
              sessions.load(SessionIds.find(sessions, second)),
              seed);
      out()
          .printf(
              "%-10s %8s %8s %10s  %s%n",
              "figure", "first", "second", "difference", "95 % interval");
      for (Comparison.Row row : comparison.rows()) {
        out()
            .printf(
                Locale.ROOT,
                "%-10s %8.3f %8.3f %+10.3f  %+.3f to %+.3f%s%n",
                row.name(),
                row.first(),
                row.second(),
                row.difference(),
                row.low(),
                row.high(),
                row.clear() ? "  *" : "");
      }
      out()
          .printf(
              "* leaves out zero. Moving-block bootstrap, blocks of %d s, 2000 draws, seed %d.%n",
              comparison.blockSeconds(), seed);
      if (comparison.blocks() < 10) {
        out().println("The shorter session has few such blocks: the intervals are rough.");
      }
      out().flush();
    }
    return 0;
  }

  @Command(
      description = "When people looked neutral, such as 0s-10s: reports compare with it.",
      mixinStandardHelpOptions = true)
  int calibrate(
      @Parameters(paramLabel = "ID", description = "Of the session, or its beginning.") String id,
      @Parameters(paramLabel = "FROM-TO", description = "Since the session's start.")
          String range) {
    try (SessionStore sessions = open()) {
      sessions.calibrate(SessionIds.find(sessions, id), LiveOutputs.range(range));
    }
    return 0;
  }

  @Command(
      description = "Delete sessions for good: nothing of them stays in the files.",
      mixinStandardHelpOptions = true)
  int delete(
      @Parameters(paramLabel = "ID", arity = "1..*", description = "Of the sessions.")
          List<String> ids) {
    try (SessionStore sessions = open()) {
      // All are known, or none is deleted.
      List<String> known = ids.stream().map(id -> SessionIds.find(sessions, id)).toList();
      known.forEach(sessions::get);
      known.forEach(sessions::delete);
    }
    return 0;
  }

  @Command(description = "Delete old sessions for good.", mixinStandardHelpOptions = true)
  int prune(
      @Option(
              names = "--older-than",
              paramLabel = "SPAN",
              required = true,
              description = "Such as 30d.")
          Duration age) {
    try (SessionStore sessions = open()) {
      int count = sessions.prune(age);
      out().println(Plural.count(count, "session") + " deleted");
      out().flush();
    }
    return 0;
  }
}
