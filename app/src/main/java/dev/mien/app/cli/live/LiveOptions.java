package dev.mien.app.cli.live;

import dev.mien.StreamOptions;
import dev.mien.app.cli.console.ModelOptions;
import dev.mien.app.cli.console.TextFile;
import dev.mien.app.cli.console.UserException;
import dev.mien.event.EventRule;
import dev.mien.event.EventRules;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How frames are read, for every command that reads some. */
final class LiveOptions {
  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--smooth",
      paramLabel = "SPAN",
      defaultValue = "400ms",
      description =
          "Time constant of smoothing; 0s leaves every frame as it is (default: ${DEFAULT-VALUE}).")
  private Duration smooth = StreamOptions.DEFAULT.timeConstant();

  @Option(
      names = "--detect-every",
      paramLabel = "SPAN",
      defaultValue = "250ms",
      description =
          "How often to look for new faces; known ones are followed in between (default: ${DEFAULT-VALUE}).")
  private Duration detectEvery = StreamOptions.DEFAULT.detectEvery();

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Rules for events, one a line: 'help: anger or sadness > 0.6 for 3s, release 0.4, cool-down 30s'.")
  private @Nullable Path rules;

  ModelOptions model() {
    return model;
  }

  StreamOptions streamOptions() {
    return StreamOptions.DEFAULT.withTimeConstant(smooth).withDetectEvery(detectEvery);
  }

  /** The files that are read beside the film, which no output may replace. */
  List<Path> files() {
    List<Path> files = new ArrayList<>(model.files());
    if (rules != null) {
      files.add(rules);
    }
    return files;
  }

  /** The rules of the file; none if none is named. */
  List<EventRule> rules() throws IOException {
    if (rules == null) {
      return List.of();
    }
    try {
      return EventRules.parse(TextFile.read(rules, "rule file"));
    } catch (IllegalArgumentException e) {
      throw new UserException(rules + ", " + e.getMessage());
    }
  }
}
