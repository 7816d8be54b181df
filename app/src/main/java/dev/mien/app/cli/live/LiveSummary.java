package dev.mien.app.cli.live;

import dev.mien.app.session.analysis.SessionAnalysis;
import dev.mien.app.session.report.SessionReport;
import dev.mien.app.video.Losses;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person wants to know once a film or camera is done. */
final class LiveSummary {
  private LiveSummary() {}

  static void print(
      PrintWriter out, PrintWriter err, LiveOutputs outputs, LiveRun run, Losses losses) {
    if (!outputs.quiet()) {
      List<String> people = SessionReport.summary(SessionAnalysis.of(run.recording()));
      people.forEach(out::println);
      if (people.isEmpty()) {
        out.println("nobody was seen for a second or more");
      }
      out.flush();
      List<String> parts = new ArrayList<>();
      parts.add(String.format(Locale.ROOT, "%,d frames analysed", run.frames()));
      add(parts, "rows in ", outputs.out());
      add(parts, "film in ", outputs.annotated());
      add(parts, "report in ", outputs.report());
      add(parts, "events in ", outputs.events());
      add(parts, "session ", run.sessionId());
      err.println(String.join("; ", parts));
    }
    tellOf(losses, err);
    err.flush();
  }

  private static void add(List<String> parts, String text, @Nullable Object value) {
    if (value != null) {
      parts.add(text + value);
    }
  }

  private static void tellOf(Losses losses, PrintWriter err) {
    if (losses.damaged() > 0 || !losses.stretches().isEmpty()) {
      err.printf(
          Locale.ROOT,
          "mien: parts of it are damaged: %,d frames were skipped%s%n",
          losses.damaged(),
          losses.stretches().isEmpty() ? "" : ", around " + stretches(losses));
    }
    if (losses.dropped() > 0) {
      err.printf(
          Locale.ROOT,
          "mien: %,d frames came while another was analysed and were left out%n",
          losses.dropped());
    }
    if (losses.reconnects() > 0) {
      err.printf(
          Locale.ROOT,
          "mien: the stream broke and was opened again %d %s%n",
          losses.reconnects(),
          losses.reconnects() == 1 ? "time" : "times");
    }
  }

  private static String stretches(Losses losses) {
    List<String> texts =
        losses.stretches().stream()
            .limit(5)
            .map(
                stretch ->
                    String.format(
                        Locale.ROOT,
                        "%.2f to %.2f s",
                        stretch.from().toNanos() / 1e9,
                        stretch.to().toNanos() / 1e9))
            .toList();
    int more = losses.stretches().size() - texts.size();
    return String.join(", ", texts) + (more > 0 ? " and " + more + " more" : "");
  }
}
