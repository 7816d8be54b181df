package dev.mien;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import dev.mien.output.ResultJson;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A sample photo moved under a camera that looks at a part of it. */
final class MienStreamTest {
  private static BufferedImage photo() throws IOException {
    return new ImageReader(ImageReader.DEFAULT_MAX_PIXELS)
        .read(Path.of("..", "samples", "sample1.jpg"))
        .toBufferedImage();
  }

  private static RgbImage window(BufferedImage photo, int left, int top) {
    BufferedImage frame = new BufferedImage(960, 640, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = frame.createGraphics();
    graphics.drawImage(photo, 0, 0, 960, 640, left, top, left + 1440, top + 960, null);
    graphics.dispose();
    return RgbImage.of(frame);
  }

  @Test
  void analyze_cameraPanningOverAPhoto_keepsEveryFacesNumber() throws IOException {
    BufferedImage photo = photo();
    try (Mien mien = Mien.open()) {
      MienStream stream = mien.stream();
      Set<Integer> tracks = new HashSet<>();
      int frames = 0;
      for (int f = 0; f < 20; f++) {
        FrameResult result =
            stream.analyze(window(photo, 240 + 6 * f, 100 + 2 * f), Duration.ofMillis(40L * f));
        result.faces().forEach(face -> tracks.add(face.track()));
        frames += result.faces().isEmpty() ? 0 : 1;
      }
      assertThat(frames).isEqualTo(20);
      assertThat(tracks).hasSizeBetween(1, 3);
    }
  }

  @Test
  void analyze_framesFartherApartThanTheMemory_keepNumbersIfItIsSaid() throws IOException {
    RgbImage frame = window(photo(), 240, 100);
    Duration interval = Duration.ofMillis(1001);
    try (Mien mien = Mien.open()) {
      MienStream stream = mien.stream(StreamOptions.DEFAULT.withFramesEvery(interval));
      List<TrackedFace> first = stream.analyze(frame, Duration.ZERO).faces();
      assertThat(stream.analyze(frame, interval).faces())
          .extracting(TrackedFace::track)
          .containsExactlyElementsOf(first.stream().map(TrackedFace::track).toList());
    }
    assertThat(StreamOptions.DEFAULT.withFramesEvery(Duration.ofMillis(40)))
        .isEqualTo(StreamOptions.DEFAULT);
  }

  @Test
  void analyze_frameThatIsNotLater_isRefusedAndForgotten() throws IOException {
    BufferedImage photo = photo();
    RgbImage frame = window(photo, 240, 100);
    byte[] black = new byte[960 * 640];
    try (Mien mien = Mien.open()) {
      MienStream stream = mien.stream();
      List<TrackedFace> before = stream.analyze(frame, Duration.ofMillis(40)).faces();
      assertThatThrownBy(
              () -> stream.analyze(RgbImage.ofGrey(960, 640, black), Duration.ofMillis(40)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("in order");
      FrameResult after = stream.analyze(frame, Duration.ofMillis(80));
      assertThat(after.cut()).isFalse();
      assertThat(after.faces())
          .extracting(TrackedFace::track)
          .containsExactlyElementsOf(before.stream().map(TrackedFace::track).toList());
    }
  }

  @Test
  void analyze_sameFrame_givesTheNumbersOfAnalyzeAndSteadiesThemToo() throws IOException {
    RgbImage frame = window(photo(), 240, 100);
    try (Mien mien = Mien.open()) {
      List<FaceResult> expected = mien.analyze(frame).faces();
      MienStream stream = mien.stream(StreamOptions.DEFAULT.withDetectEvery(Duration.ZERO));
      for (int f = 0; f < 3; f++) {
        FrameResult result = stream.analyze(frame, Duration.ofMillis(100L * f));
        assertThat(result.faces()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
          TrackedFace face = result.faces().get(i);
          assertThat(face.face().scores()).isEqualTo(expected.get(i).scores());
          assertThat(face.label()).isEqualTo(expected.get(i).label());
          assertThat(face.track()).isEqualTo(i + 1);
        }
        String json = ResultJson.line(result);
        assertThat(json)
            .startsWith("{\"schema\":1,\"time\":" + (f == 0 ? "0" : "0." + f))
            .contains("\"track\":1")
            .contains("\"smoothed\":{\"emotion\":");
      }
    }
  }

  @Test
  void analyze_followingInsteadOfSearching_findsTheSameFacesInTheSamePlaces() throws IOException {
    BufferedImage photo = photo();
    try (Mien mien = Mien.open()) {
      MienStream searching = mien.stream(StreamOptions.DEFAULT.withDetectEvery(Duration.ZERO));
      MienStream following =
          mien.stream(StreamOptions.DEFAULT.withDetectEvery(Duration.ofSeconds(10)));
      for (int f = 0; f < 12; f++) {
        RgbImage frame = window(photo, 240 + 4 * f, 100);
        Duration time = Duration.ofMillis(40L * f);
        List<TrackedFace> expected = searching.analyze(frame, time).faces();
        List<TrackedFace> faces = following.analyze(frame, time).faces();
        assertThat(faces).hasSameSizeAs(expected).isNotEmpty();
        for (int i = 0; i < faces.size(); i++) {
          assertThat(faces.get(i).track()).isEqualTo(expected.get(i).track());
          assertThat(faces.get(i).face().box().intersectionOverUnion(expected.get(i).face().box()))
              .as("frame %d, face %d", f, i)
              .isGreaterThan(0.75);
        }
      }
    }
  }

  @Test
  void analyze_faceHidden_isMissingAndThenForgotten() throws IOException {
    RgbImage frame = window(photo(), 240, 100);
    RgbImage empty = RgbImage.ofGrey(960, 640, new byte[960 * 640]);
    try (Mien mien = Mien.open()) {
      MienStream stream = mien.stream();
      List<Integer> tracks =
          stream.analyze(frame, Duration.ZERO).faces().stream().map(TrackedFace::track).toList();
      FrameResult hidden = stream.analyze(empty, Duration.ofMillis(500));
      assertThat(hidden.faces()).isEmpty();
      assertThat(hidden.missing()).isEqualTo(tracks);
      assertThat(ResultJson.line(hidden))
          .endsWith("\"faces\":[],\"missing\":" + json(tracks) + ",\"cut\":false}");
      assertThat(stream.analyze(empty, Duration.ofMillis(1600)).missing()).isEmpty();
    }
  }

  private static String json(List<Integer> tracks) {
    return tracks.toString().replace(" ", "");
  }

  @Test
  void analyze_smallFrameWithoutAFace_inventsNone() throws IOException {
    RgbImage grey = RgbImage.ofGrey(160, 120, new byte[160 * 120]);
    try (Mien mien = Mien.open()) {
      assertThat(mien.analyze(grey).faces()).isEmpty();
      assertThat(mien.stream().analyze(grey, Duration.ZERO).faces()).isEmpty();
    }
  }

  @Test
  void analyze_hardCutsBetweenPhotos_endAllTracks() throws IOException {
    try (Mien mien = Mien.open()) {
      MienStream stream = mien.stream();
      Set<Integer> before = new HashSet<>();
      for (int shot = 0; shot < 3; shot++) {
        RgbImage photo = SamplePhotos.read(shot + 1);
        Set<Integer> tracks = new HashSet<>();
        for (int f = 0; f < 4; f++) {
          FrameResult result = stream.analyze(photo, Duration.ofMillis(40L * (4 * shot + f)));
          assertThat(result.cut()).isEqualTo(shot > 0 && f == 0);
          assertThat(result.faces()).isNotEmpty();
          result.faces().forEach(face -> tracks.add(face.track()));
        }
        assertThat(before).doesNotContainAnyElementsOf(tracks);
        before.addAll(tracks);
      }
    }
  }
}
