package dev.mien.app.cli.live;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a film or camera is looked at. */
final class Pace {
  @Option(
      names = "--every",
      paramLabel = "SPAN",
      defaultValue = "0s",
      description =
          "Analyse a frame every so often, such as 0.2s (default: every frame of a film, as many of a camera as the machine can).")
  private Duration every = Duration.ZERO;

  @Option(names = "--for", paramLabel = "SPAN", description = "Stop after so long.")
  private @Nullable Duration limit;

  Duration every() {
    return every;
  }

  @Nullable Duration limit() {
    return limit;
  }
}
