package dev.mien.app.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 8 and 9 of the hardening: films that open others, or are larger than they look. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ExpensiveFilmsTest {
  private static final String PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n%s\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffconcat version 1.0\nfile 'film'\n", // Itself: 37 bytes that ended the JVM.
        "ffconcat version 1.0\nfile 'other.mkv'\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nother.mkv\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nfilm\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5000 RTP/AVP 96\n",
        "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"></MPD>",
        "just a text that is long enough to be taken for ANSI art, which FFmpeg plays"
      })
  void row8_textThatNamesOtherFiles_isNoFilm(String text) throws IOException {
    TestFilm.write(folder.resolve("other.mkv"), 3, TestFilm::twoPeople, f -> 40L * f, true);
    Path film = Files.writeString(folder.resolve("film"), text);
    assertThatThrownBy(() -> VideoSources.file(film))
        .isInstanceOf(VideoException.class)
        .hasMessageContaining("is a text, not a film");
  }

  @Test
  void row8_playlistOfTheNetwork_opensNoFilesAndNotItselfForEver() throws IOException {
    Path secret = folder.resolve("secret.mkv");
    TestFilm.write(secret, 3, TestFilm::twoPeople, f -> 40L * f, true);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger asked = new AtomicInteger();
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          String entry =
              exchange.getRequestURI().getPath().equals("/file.m3u8")
                  ? "file://" + secret
                  : "/self.m3u8";
          byte[] playlist =
              (PLAYLIST.formatted(entry) + "#EXT-X-ENDLIST\n").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, playlist.length);
          exchange.getResponseBody().write(playlist);
          exchange.close();
        });
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      BackOff once = new BackOff(java.time.Duration.ofMillis(1), java.time.Duration.ofMillis(1), 1);
      for (String name : new String[] {"/file.m3u8", "/self.m3u8"}) {
        assertThatThrownBy(
                () -> {
                  try (VideoSource source = VideoSources.stream(base + name, once)) {
                    source.next();
                  }
                })
            .isInstanceOf(VideoException.class);
      }
      assertThat(asked.get()).isLessThan(200);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void row8_frameOfFourGigapixels_isRefused() throws IOException {
    byte[] gif = new byte[40];
    byte[] header = "GIF89a\u00ff\u00ff\u00ff\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(header, 0, gif, 0, header.length);
    gif[13] = 0x2c;
    for (int i = 18; i < 22; i++) {
      gif[i] = (byte) 0xff;
    }
    gif[23] = 2;
    Path film = Files.write(folder.resolve("large.gif"), gif);
    assertThatThrownBy(
            () -> {
              try (VideoSource source = VideoSources.file(film)) {
                source.next();
              }
            })
        .isInstanceOf(VideoException.class);
  }

  @Test
  void row8_frameBeyondTheLimit_isRefused() throws IOException {
    Path film = folder.resolve("large.avi");
    int height = (int) (MediaGuard.MAX_PIXELS / 8000) + 16;
    try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(film.toFile(), 8000, height, 0);
        Frame frame = new Frame(8000, height, Frame.DEPTH_UBYTE, 3)) {
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
      recorder.setFrameRate(25);
      recorder.start();
      recorder.record(frame);
      recorder.stop();
    }
    assertThatThrownBy(
            () -> {
              try (VideoSource source = VideoSources.file(film)) {
                source.next();
              }
            })
        .isInstanceOf(VideoException.class);
  }

  @Test
  void row18_pipesAndDevices_areNotWaitedFor() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.mkv");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> VideoSources.file(pipe)).hasMessageContaining("a pipe or a device");
    assertThatThrownBy(() -> VideoSources.file(Path.of("/dev/zero")))
        .hasMessageContaining("a pipe or a device");
  }

  /** Fails with an error instead of an exception. */
  private static final class Failing extends FakeSource {
    @Override
    public @Nullable VideoFrame next() {
      throw new StackOverflowError("as a test");
    }
  }

  @Test
  void row9_errorInAReader_isToldToWhoWaits() {
    for (VideoSource source :
        new VideoSource[] {new ReadAheadSource(new Failing()), new LiveSource(new Failing())}) {
      try (source) {
        assertThatThrownBy(source::next)
            .isInstanceOf(VideoException.class)
            .hasMessageContaining("cannot be read any further");
      }
    }
  }
}
