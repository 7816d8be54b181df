package dev.mien.app.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.mien.image.RgbImage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class VideoSourcesTest {
  private static final BackOff QUICK = new BackOff(Duration.ofMillis(20), Duration.ofMillis(50), 4);

  @TempDir private Path folder;

  private static List<VideoFrame> all(VideoSource source) throws VideoException {
    List<VideoFrame> frames = new ArrayList<>();
    for (VideoFrame frame = source.next(); frame != null; frame = source.next()) {
      frames.add(frame);
    }
    assertThat(source.next()).isNull();
    return frames;
  }

  @Test
  void name_ofAnAddress_holdsNoSecret() {
    for (String url :
        new String[] {
          "rtsp://cam/live",
          "rtsp://u:p@cam/live",
          "rtsp://u:p@ss@cam/live",
          "rtsp://cam/live?user=u&password=p#x"
        }) {
      assertThat(VideoSources.withoutSecrets(url)).isEqualTo("rtsp://cam/live");
    }
    for (String file : new String[] {"what?.mp4", "C:\\films\\a#1.mp4", "a@b/c.mp4"}) {
      assertThat(VideoSources.withoutSecrets(file)).isEqualTo(file);
    }
  }

  @Test
  void file_variableFrameRate_keepsEveryFrameAndItsTime() throws IOException {
    long[] times = {0, 40, 80, 200, 210, 1000, 1030, 1700};
    Path file = folder.resolve("variable.mkv");
    TestFilm.write(file, times.length, TestFilm::twoPeople, f -> times[f], true);
    try (VideoSource source = VideoSources.file(file)) {
      assertThat(source.info().width()).isEqualTo(640);
      assertThat(source.info().height()).isEqualTo(480);
      assertThat(source.info().live()).isFalse();
      List<VideoFrame> frames = all(source);
      assertThat(frames.stream().mapToLong(frame -> frame.time().toMillis()).toArray())
          .containsExactly(times);
      for (int f = 0; f < frames.size(); f++) {
        assertThat(TestFilm.same(frames.get(f).image(), RgbImage.of(TestFilm.twoPeople(f))))
            .as("frame %d without loss", f)
            .isTrue();
      }
      assertThat(source.losses()).isEqualTo(Losses.NONE);
    }
  }

  /** Recordings of broadcasts begin at any time of their clock. */
  @Test
  void file_whoseClockDoesNotBeginAtZero_beginsAtZero() throws IOException {
    Path file = folder.resolve("recording.ts");
    TestFilm.write(file, 50, TestFilm::twoPeople, f -> 40L * f, false);
    try (VideoSource source = VideoSources.file(file)) {
      List<VideoFrame> frames = all(source);
      assertThat(frames.get(0).time()).isBetween(Duration.ZERO, Duration.ofMillis(200));
      assertThat(frames.get(frames.size() - 1).time()).isLessThan(Duration.ofMillis(2300));
    }
  }

  @Test
  void file_withRotationFlag_isTurnedUpright() throws IOException {
    RgbImage straight = RgbImage.of(TestFilm.twoPeople(0));
    // A telephone held upright stores a picture that lies on its side, and how to turn it back.
    RgbImage lying = straight.turned(3);
    Path file = folder.resolve("telephone.mov");
    TestFilm.write(file, 3, f -> lying.toBufferedImage(), f -> 40L * f, true);
    TestFilm.flagQuarterTurn(file);
    try (VideoSource source = VideoSources.file(file)) {
      assertThat(source.info().width()).isEqualTo(640);
      VideoFrame frame = Objects.requireNonNull(source.next());
      assertThat(TestFilm.same(frame.image(), straight)).isTrue();
    }
  }

  @Test
  void file_damagedInTheMiddle_losesNothingElse() throws IOException {
    Path file = folder.resolve("damaged.mkv");
    TestFilm.write(file, 100, TestFilm::twoPeople, f -> 40L * f, false);
    byte[] bytes = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = bytes.length * 45 / 100; i < bytes.length * 55 / 100; i += 7) {
      bytes[i] = (byte) random.nextInt();
    }
    Files.write(file, bytes);
    try (VideoSource source = VideoSources.file(file)) {
      List<VideoFrame> frames = all(source);
      assertThat(frames).hasSizeBetween(60, 97);
      assertThat(frames.get(frames.size() - 1).time()).isEqualTo(Duration.ofMillis(3960));
      for (int f = 1; f < frames.size(); f++) {
        assertThat(frames.get(f).time()).isGreaterThan(frames.get(f - 1).time());
      }
      assertThat(source.losses().damaged()).isPositive();
      assertThat(source.losses().ranges())
          .isNotEmpty()
          .allSatisfy(
              range ->
                  assertThat(range.from()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3)));
    }
  }

  @Test
  void file_cutShort_saysWhatIsMissing() throws IOException {
    Path file = folder.resolve("short.mkv");
    TestFilm.write(file, 100, TestFilm::twoPeople, f -> 40L * f, false);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    try (VideoSource source = VideoSources.file(file)) {
      List<VideoFrame> frames = all(source);
      assertThat(frames).hasSizeBetween(20, 80);
      assertThat(source.losses().ranges()).hasSize(1);
      assertThat(source.losses().ranges().get(0).to()).isGreaterThan(Duration.ofMillis(3900));
    }
  }

  @Test
  void file_thatIsNoFilm_isOneSentence() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no film\n".repeat(100));
    Path empty = Files.writeString(folder.resolve("empty.mp4"), "");
    assertThatThrownBy(() -> VideoSources.file(text))
        .isInstanceOf(VideoException.class)
        .hasMessageContaining("is a text, not a film");
    Path noise = folder.resolve("noise.mp4");
    byte[] bytes = new byte[5000];
    new SplittableRandom(1).nextBytes(bytes);
    Files.write(noise, bytes);
    assertThatThrownBy(() -> VideoSources.file(noise))
        .hasMessageContaining("cannot be opened as a film");
    assertThatThrownBy(() -> VideoSources.file(empty)).hasMessageContaining("is empty");
    assertThatThrownBy(() -> VideoSources.file(folder)).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> VideoSources.file(folder.resolve("nowhere.mp4")))
        .hasMessageContaining("there is no file");
  }

  @Test
  void file_playlistThatNamesTheNetwork_fetchesNothing() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server = server();
    server.createContext("/", exchange -> asked.incrementAndGet());
    server.start();
    try {
      Path list = folder.resolve("list.m3u8");
      Files.writeString(
          list,
          "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nhttp://127.0.0.1:%d/a.ts\n#EXT-X-ENDLIST\n"
              .formatted(server.getAddress().getPort()));
      assertThatThrownBy(() -> VideoSources.file(list)).isInstanceOf(VideoException.class);
      assertThat(asked).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @Test
  void stream_thatBreaks_isOpenedAgainAndItsTimeGoesOn() throws IOException {
    Path film = folder.resolve("live.ts");
    TestFilm.write(film, 50, TestFilm::twoPeople, f -> 40L * f, false);
    byte[] bytes = Files.readAllBytes(film);
    AtomicInteger connections = new AtomicInteger();
    HttpServer server = server();
    server.createContext(
        "/live",
        exchange -> {
          int number = connections.incrementAndGet();
          if (number > 3) {
            exchange.sendResponseHeaders(404, -1);
          } else {
            exchange.getResponseHeaders().set("Content-Type", "video/mp2t");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
              out.write(bytes, 0, number == 1 ? bytes.length / 2 : bytes.length);
            }
          }
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:%d/live".formatted(server.getAddress().getPort());
      List<VideoFrame> frames = new ArrayList<>();
      VideoSource source =
          new ReconnectingSource(
              new FfmpegSource("live", url, null, true, Map.of()),
              () -> new FfmpegSource("live", url, null, true, Map.of()),
              QUICK);
      try (source) {
        assertThatThrownBy(
                () -> {
                  while (true) {
                    frames.add(Objects.requireNonNull(source.next()));
                  }
                })
            .isInstanceOf(VideoException.class)
            .hasMessageContaining("could not be opened again in 4 attempts");
        assertThat(source.losses().reconnects()).isEqualTo(2);
      }
      assertThat(frames).hasSizeGreaterThan(100);
      for (int f = 1; f < frames.size(); f++) {
        assertThat(frames.get(f).time()).as("frame %d", f).isGreaterThan(frames.get(f - 1).time());
      }
    } finally {
      server.stop(0);
    }
  }

  /** Servers often lack the libraries that FFmpeg's devices need. */
  private static void assumeDevices() {
    try {
      Cameras.loadDevices();
    } catch (VideoException e) {
      Assumptions.abort(String.valueOf(e.getMessage()));
    }
  }

  @Test
  void live_slowReader_getsTheLatestFrameAndTheOthersAreCounted() throws Exception {
    assumeDevices();
    try (VideoSource source =
        VideoSources.live("testsrc=size=320x240:rate=30", "lavfi", Map.of())) {
      VideoFrame first = Objects.requireNonNull(source.next());
      VideoFrame second;
      int attempts = 0;
      do {
        Thread.sleep(300);
        second = Objects.requireNonNull(source.next());
      } while (source.losses().dropped() == 0 && ++attempts < 50);
      VideoFrame third = Objects.requireNonNull(source.next());
      assertThat(first.image().width()).isEqualTo(320);
      assertThat(second.time().minus(first.time())).isGreaterThan(Duration.ofMillis(33));
      assertThat(third.time()).isGreaterThan(second.time());
      assertThat(source.losses().dropped()).isPositive();
      assertThat(source.info().live()).isTrue();
    }
  }

  @Test
  void backOff_doublesUpToItsLongest() {
    assertThat(BackOff.DEFAULT.before(0)).isEqualTo(Duration.ofMillis(500));
    assertThat(BackOff.DEFAULT.before(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(BackOff.DEFAULT.before(9)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void cameras_canBeListedEvenWhereThereAreNone() throws VideoException {
    assertThat(Cameras.list()).isNotNull();
    assertThat(Cameras.defaultDevice()).isNotEmpty();
  }

  @Test
  void cameras_ofLinux_areReadFromItsFiles() throws IOException {
    for (String[] entry :
        new String[][] {
          {"video10", "0", "Capture card"}, {"video0", "0", "Built-in"}, {"video1", "1", "Built-in"}
        }) {
      Path device = Files.createDirectories(folder.resolve(entry[0]));
      Files.writeString(device.resolve("index"), entry[1] + "\n");
      Files.writeString(device.resolve("name"), entry[2] + "\n");
    }
    assertThat(Cameras.linux(folder))
        .containsExactly(
            new Cameras.Camera("/dev/video0", "Built-in"),
            new Cameras.Camera("/dev/video10", "Capture card"));
    assertThat(Cameras.linux(folder.resolve("nothing"))).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void camera_thatIsNone_isOneSentence() throws IOException {
    String missing = folder.resolve("video9").toString();
    assertThatThrownBy(() -> VideoSources.camera(missing, 640, 480))
        .isInstanceOf(VideoException.class)
        .hasMessage("there is no camera " + missing + "; 'mien camera' lists those there are");
    Path file = Files.writeString(folder.resolve("video1"), "no camera\n");
    assertThatThrownBy(() -> VideoSources.camera(file.toString(), 640, 480))
        .isInstanceOf(VideoException.class)
        .hasMessageMatching(".*(cannot be opened: it is no camera.*|libraries.*)");
  }

  @Test
  void isUrl_tellsStreamsFromFiles() {
    assertThat(VideoSources.isUrl("rtsp://camera/1")).isTrue();
    assertThat(VideoSources.isUrl("HTTPS://x/y.mp4")).isTrue();
    assertThat(VideoSources.isUrl("clip.mp4")).isFalse();
    assertThat(VideoSources.isUrl("concat:a|b")).isFalse();
    assertThat(VideoSources.isUrl("C:\\films\\a.mp4")).isFalse();
  }
}
