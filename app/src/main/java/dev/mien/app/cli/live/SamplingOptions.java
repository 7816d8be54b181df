package dev.mien.app.cli.live;

import dev.mien.app.cli.console.UserException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a film or camera is looked at. */
final class SamplingOptions {
  @Option(
      names = "--every",
      paramLabel = "SPAN",
      defaultValue = "0s",
      description =
          "Analyse a frame every so often, such as 0.2s (default: every frame of a film, as many of a camera as the machine can).")
  private Duration every = Duration.ZERO;

  @Option(names = "--for", paramLabel = "SPAN", description = "Stop after so long.")
  private @Nullable Duration limit;

  @Option(
      names = "--from",
      paramLabel = "SPAN",
      defaultValue = "0s",
      description = "Pass over what is earlier than this time, such as 1min30s.")
  private Duration from = Duration.ZERO;

  @Option(names = "--to", paramLabel = "SPAN", description = "End at this time.")
  private @Nullable Duration to;

  /**
   * Checks that something is left to look at.
   *
   * @throws UserException if not
   */
  void check() {
    if (to != null && to.compareTo(from) <= 0) {
      throw new UserException("--to must be later than --from");
    }
    if (limit != null && limit.isZero()) {
      throw new UserException("--for must be longer than nothing");
    }
  }

  Duration from() {
    return from;
  }

  @Nullable Duration to() {
    return to;
  }

  /** How much of a source of this length is looked at; zero if that is not known. */
  Duration lengthOf(Duration source) {
    Duration end = to == null ? source : to;
    Duration rest = end.compareTo(from) > 0 ? end.minus(from) : Duration.ZERO;
    return limit != null && (rest.isZero() || limit.compareTo(rest) < 0) ? limit : rest;
  }

  Duration every() {
    return every;
  }

  @Nullable Duration limit() {
    return limit;
  }
}
