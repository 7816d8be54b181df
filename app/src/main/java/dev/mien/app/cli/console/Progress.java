package dev.mien.app.cli.console;

import java.time.Duration;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error, drawn only if a person is watching. */
public final class Progress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /**
   * Starts a bar.
   *
   * @param total how many units there will be, or -1 if nobody knows
   */
  public static Progress start(String task, String unit, long total, boolean quiet) {
    if (quiet || !Terminal.canRedraw()) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setUnit(unit, 1)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(250)
            .showSpeed()
            .setEtaFunction(Progress::remaining)
            .setConsumer(
                new ConsoleProgressBarConsumer(System.err, Math.min(100, Terminal.columns() - 1)))
            .build());
  }

  private static Optional<Duration> remaining(ProgressState state) {
    long done = state.getCurrent() - state.getStart();
    if (state.getMax() <= 0 || done <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        state
            .getElapsedAfterStart()
            .multipliedBy(state.getMax() - state.getCurrent())
            .dividedBy(done));
  }

  /** Some units are done. */
  public void step(long units) {
    if (bar != null) {
      bar.stepBy(units);
    }
  }

  /** So many units are done in all. */
  public void stepTo(long units) {
    if (bar != null) {
      bar.stepTo(units);
    }
  }

  /** Says something beside the bar. */
  public void message(String text) {
    if (bar != null) {
      bar.setExtraMessage(" " + text);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
