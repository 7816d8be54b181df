package dev.mien.app.cli.live;

import dev.mien.Mien;
import dev.mien.MienBuilder;
import dev.mien.StreamOptions;
import dev.mien.app.cli.console.ModelFiles;
import dev.mien.app.cli.console.PriorOption;
import dev.mien.app.cli.console.TextFile;
import dev.mien.app.cli.console.UserException;
import dev.mien.event.EventRule;
import dev.mien.event.EventRules;
import dev.mien.expression.onnx.InstalledModels;
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
  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      defaultValue = InstalledModels.DEFAULT,
      description = "An installed model or a file of your own (default: ${DEFAULT-VALUE}).")
  private String model = InstalledModels.DEFAULT;

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
      names = "--min-face",
      paramLabel = "PIXELS",
      defaultValue = "0",
      description = "Leave out smaller faces.")
  private double minFace;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Rules for events, one a line: 'help: anger or sadness > 0.6 for 3s, release 0.4, cool-down 30s'.")
  private @Nullable Path rules;

  @Mixin private PriorOption prior = new PriorOption();

  MienBuilder builder() throws IOException {
    return prior.apply(Mien.builder().model(model).minFaceSize(minFace));
  }

  PriorOption prior() {
    return prior;
  }

  StreamOptions streamOptions() {
    return StreamOptions.DEFAULT.withTimeConstant(smooth).withDetectEvery(detectEvery);
  }

  String model() {
    return model;
  }

  double minFace() {
    return minFace;
  }

  /** The files that are read beside the film, which no output may replace. */
  List<Path> files() {
    List<Path> files = new ArrayList<>(prior.files());
    if (rules != null) {
      files.add(rules);
    }
    files.addAll(ModelFiles.of(model));
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
