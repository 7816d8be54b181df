package dev.mien.app.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.FrameResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AnnotatedVideoTest {
  @TempDir private Path folder;

  private static List<Duration> times(Path film) throws IOException {
    List<Duration> times = new ArrayList<>();
    try (VideoSource source = VideoSources.file(film)) {
      for (VideoFrame frame = source.next(); frame != null; frame = source.next()) {
        times.add(frame.time());
      }
    }
    return times;
  }

  @Test
  void write_variableFrameRate_keepsEveryTimeToAMillisecond() throws IOException {
    Path film = folder.resolve("variable.mkv");
    long[] millis = {0, 20, 40, 400, 410, 420, 430, 1500, 1900, 1910};
    TestFilm.write(film, millis.length, TestFilm::twoPeople, f -> millis[f], false);
    for (String name : List.of("copy.mp4", "copy.mkv", "copy.webm")) {
      Path copy = folder.resolve(name);
      try (VideoSource source = VideoSources.file(film);
          AnnotatedVideo annotated = new AnnotatedVideo(copy, source.info(), false)) {
        for (VideoFrame frame = source.next(); frame != null; frame = source.next()) {
          annotated.write(
              frame,
              new FrameResult(
                  frame.time(), TestFilm.WIDTH, TestFilm.HEIGHT, List.of(), List.of(), false));
        }
      }
      List<Duration> times = times(copy);
      assertThat(times).as(name).hasSize(millis.length);
      for (int f = 0; f < millis.length; f++) {
        assertThat(times.get(f).minusMillis(millis[f]).abs())
            .as("%s, frame %d", name, f)
            .isLessThanOrEqualTo(Duration.ofMillis(1));
      }
    }
  }
}
