package dev.mien.app.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.FrameResult;
import dev.mien.image.RgbImage;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  private static void write(AnnotatedVideo film, BufferedImage picture, long millis)
      throws VideoException {
    Duration time = Duration.ofMillis(millis);
    int width = picture.getWidth();
    film.write(
        new VideoFrame(RgbImage.of(picture), time),
        new FrameResult(time, width, picture.getHeight(), List.of(), List.of(), false));
  }

  private static BufferedImage larger(BufferedImage picture) {
    BufferedImage larger = new BufferedImage(960, 720, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = larger.createGraphics();
    graphics.drawImage(picture, 0, 0, 960, 720, null);
    graphics.dispose();
    return larger;
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void write_picturesThatGrow_areScaled() throws IOException {
    Path copy = folder.resolve("growing.mkv");
    VideoInfo info = new VideoInfo("x", 640, 480, 25, Duration.ZERO, false, null);
    try (AnnotatedVideo annotated = new AnnotatedVideo(copy, info, false)) {
      for (int f = 0; f < 20; f++) {
        BufferedImage picture = TestFilm.twoPeople(f);
        write(annotated, f < 10 ? picture : larger(picture), 40L * f);
      }
    }
    assertThat(times(copy)).hasSize(20);
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
