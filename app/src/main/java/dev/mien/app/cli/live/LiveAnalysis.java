package dev.mien.app.cli.live;

import dev.mien.Mien;
import dev.mien.StreamOptions;
import dev.mien.app.cli.console.Progress;
import dev.mien.app.cli.console.StopSignal;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.session.TimeRange;
import dev.mien.app.video.ClippedSource;
import dev.mien.app.video.Losses;
import dev.mien.app.video.VideoAnalysis;
import dev.mien.app.video.VideoSource;
import dev.mien.event.EventRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Reads films or a camera to the end, to the limit, or until the user stops it, and says what was
 * seen. Whatever ends it, what was seen until then is written. For one thread.
 */
final class LiveAnalysis {
  private final Mien mien;
  private final StreamOptions options;
  private final List<EventRule> rules;
  private final SamplingOptions sampling;
  private final StopSignal signal;
  private final PrintWriter out;
  private final PrintWriter err;

  LiveAnalysis(
      Mien mien,
      StreamOptions options,
      List<EventRule> rules,
      SamplingOptions sampling,
      StopSignal signal,
      CommandSpec spec) {
    this.mien = mien;
    this.options = options;
    this.rules = rules;
    this.sampling = sampling;
    this.signal = signal;
    out = spec.commandLine().getOut();
    err = spec.commandLine().getErr();
  }

  /**
   * Reads one source.
   *
   * @param files where its results go
   * @return the exit code: 0, 1 if parts of the source are damaged, 2 if the source broke, had no
   *     frame in the range or an output could not be written, more if the user stopped it
   */
  int run(VideoSource source, LiveFiles files) throws IOException {
    LiveOutputs outputs = files.outputs();
    checkBaseline(source, outputs.baseline());
    IOException broken = null;
    boolean stopped = false;
    try (LiveRun run = new LiveRun(files, rules, source.info(), mien.model().name())) {
      try (Progress progress = progress(source, outputs.quiet());
          Watchdog watchdog = Watchdog.start(source, sampling.limit(), signal)) {
        stopped = read(source, run, progress);
      } catch (IOException e) {
        broken = e;
      }
      Losses losses = source.losses();
      boolean film = !source.info().live(); // What is live is over when somebody stops it.
      run.finish(film && (stopped || broken != null));
      if (run.frames() == 0) {
        LiveSummary.printNothing(err, source.info(), losses, outputs.quiet() && stopped);
      } else if (!outputs.quiet()) {
        LiveSummary.print(out, err, run, losses, film && stopped);
      } else {
        run.moved().forEach(moved -> err.println("mien: " + moved));
      }
      run.failures().forEach(failure -> err.println("mien: " + failure));
      if (broken != null) {
        throw broken;
      }
      return exitCode(run, losses);
    }
  }

  /** A baseline that the film does not reach would silently compare with nothing. */
  private static void checkBaseline(VideoSource source, @Nullable TimeRange baseline) {
    Duration length = source.info().length();
    if (baseline != null && !length.isZero() && baseline.from().compareTo(length) >= 0) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "--baseline begins at %.1f s, but %s is %.1f s long",
              baseline.from().toNanos() / 1e9,
              source.info().name(),
              length.toNanos() / 1e9));
    }
  }

  /** Returns whether the user stopped it. */
  private boolean read(VideoSource source, LiveRun run, Progress progress) throws IOException {
    Duration[] first = new Duration[1];
    boolean[] stopped = new boolean[1];
    Duration interval = source.info().frameInterval(sampling.every());
    new VideoAnalysis(mien.stream(options.withFramesEvery(interval)), sampling.every())
        .run(
            new ClippedSource(source, sampling.from(), sampling.to(), sampling.limit()),
            () -> stopped[0] = signal.stopped(),
            (frame, result, fresh) -> {
              first[0] = first[0] == null ? frame.time() : first[0];
              run.accept(frame, result, fresh);
              progress.stepTo(frame.time().minus(first[0]).toSeconds());
            });
    return stopped[0];
  }

  private int exitCode(LiveRun run, Losses losses) {
    if (!run.failures().isEmpty()) {
      return 2;
    }
    if (signal.stopped()) {
      return signal.exitCode();
    }
    if (run.frames() == 0) {
      return 2;
    }
    return losses.ranges().isEmpty() ? 0 : 1;
  }

  private Progress progress(VideoSource source, boolean quiet) {
    Duration length = sampling.lengthOf(source.info().length());
    long seconds = length.isZero() ? -1 : length.toSeconds();
    return Progress.start("Analysing", " s", seconds, quiet);
  }
}
