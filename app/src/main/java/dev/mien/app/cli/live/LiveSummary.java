package dev.mien.app.cli.live;

import dev.mien.app.session.analysis.SessionAnalysis;
import dev.mien.app.session.report.SessionReport;
import dev.mien.app.video.Losses;
import dev.mien.app.video.VideoInfo;
import dev.mien.output.Plural;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a person wants to know once a film or camera is done. */
final class LiveSummary {
  private LiveSummary() {}

  /**
   * Prints it.
   *
   * @param stopped whether the user stopped a film before its end
   */
  static void print(PrintWriter out, PrintWriter err, LiveRun run, Losses losses, boolean stopped) {
    SessionReport.summary(SessionAnalysis.of(run.recording())).forEach(out::println);
    out.flush();
    List<String> parts = new ArrayList<>();
    parts.add(Plural.count(run.frames(), "frame") + " analysed");
    parts.addAll(run.written());
    err.println((stopped ? "mien: stopped; " : "") + String.join("; ", parts));
    remarks(losses, err);
    err.flush();
  }

  /** Why there is nothing; nothing at all if the user wants to hear nothing. */
  static void printNothing(PrintWriter err, VideoInfo info, Losses losses, boolean silent) {
    if (!silent) {
      String length =
          info.length().isZero()
              ? ""
              : String.format(Locale.ROOT, " (it is %.2f s long)", info.length().toNanos() / 1e9);
      err.println(
          "mien: no frame of " + info.name() + length + " was analysed, so nothing was written");
      remarks(losses, err);
      err.flush();
    }
  }

  private static void remarks(Losses losses, PrintWriter err) {
    String where = losses.ranges().isEmpty() ? "" : ", " + ranges(losses);
    if (losses.damaged() > 0) {
      err.println("mien: parts of it are damaged: " + skipped(losses.damaged(), "skipped") + where);
    } else if (!losses.ranges().isEmpty()) {
      err.println("mien: parts of it are damaged or missing" + where);
    }
    if (losses.dropped() > 0) {
      err.println(
          "mien: " + skipped(losses.dropped(), "left out") + " because another was being analysed");
    }
    if (losses.reconnects() > 0) {
      err.println(
          "mien: the stream broke and was opened again "
              + Plural.count(losses.reconnects(), "time"));
    }
  }

  private static String skipped(long number, String verb) {
    return Plural.count(number, "frame") + (number == 1 ? " was " : " were ") + verb;
  }

  private static String ranges(Losses losses) {
    List<String> texts =
        losses.ranges().stream()
            .limit(5)
            .map(
                range ->
                    String.format(
                        Locale.ROOT,
                        "%.2f to %.2f s",
                        range.from().toNanos() / 1e9,
                        range.to().toNanos() / 1e9))
            .toList();
    int more = losses.ranges().size() - texts.size();
    return String.join(", ", texts) + (more > 0 ? " and " + more + " more" : "");
  }
}
