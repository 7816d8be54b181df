package dev.mien.app.cli.live;

import dev.mien.app.cli.console.StopSignal;
import dev.mien.app.video.BackOff;
import dev.mien.app.video.VideoException;
import dev.mien.app.video.VideoSource;
import dev.mien.app.video.VideoSources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens films and network streams by their names and analyses them, one after the other.
 *
 * @param inputs all files that are read, which no output may replace
 * @param limit how long a stream is read, and at most waited for; null without a limit
 */
record FilmAnalysis(
    LiveAnalysis analysis, List<Path> inputs, @Nullable Duration limit, StopSignal signal) {

  /**
   * Analyses one.
   *
   * @param input a file or an address
   * @return the exit code
   * @throws IOException if it cannot be opened or breaks off, or an output cannot be written
   */
  int run(String input, LiveOutputs outputs) throws IOException {
    boolean address = VideoSources.isUrl(input);
    Duration patience = address ? limit : null;
    try (LiveFiles files = LiveFiles.prepare(outputs, inputs, address);
        VideoSource source =
            SourceOpening.open(
                VideoSources.withoutSecrets(input), () -> open(input), patience, signal)) {
      return source == null ? signal.exitCode() : analysis.run(source, files);
    }
  }

  private static VideoSource open(String input) throws VideoException {
    return VideoSources.isUrl(input)
        ? VideoSources.stream(input, BackOff.DEFAULT)
        : VideoSources.file(Path.of(input));
  }
}
