package dev.mien.app.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.FrameResult;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.FrameRecorder;
import org.bytedeco.javacv.Java2DFrameConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Films whose tone begins at a known time. */
final class SoundtrackTest {
  private static final int RATE = 22_050;
  private static final int FRAMES = 75;
  private static final double TONE_BEGINS = 1.5;
  private static final int PACKET = 188;
  private static final int SOUND_ID = 0x101;

  @TempDir private Path folder;

  /** Three seconds of grey; one channel of sound, silent at first. */
  private Path film(String name) throws FrameRecorder.Exception {
    Path file = folder.resolve(name);
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    BufferedImage grey = TestFilm.empty();
    try (FFmpegFrameRecorder recorder =
            new FFmpegFrameRecorder(file.toFile(), TestFilm.WIDTH, TestFilm.HEIGHT, 1);
        Java2DFrameConverter converter = new Java2DFrameConverter()) {
      recorder.setFrameRate(25);
      recorder.setVideoCodec(avcodec.AV_CODEC_ID_H264);
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setAudioCodec(avcodec.AV_CODEC_ID_AAC);
      recorder.setSampleRate(RATE);
      recorder.start();
      short[] sound = new short[RATE / 25];
      for (int f = 0; f < FRAMES; f++) {
        recorder.record(converter.convert(grey));
        for (int i = 0; i < sound.length; i++) {
          double time = f / 25.0 + (double) i / RATE;
          boolean silent = time < TONE_BEGINS;
          sound[i] = (short) (silent ? 0 : 12_000 * Math.sin(2 * Math.PI * 440 * time));
        }
        recorder.recordSamples(RATE, 1, ShortBuffer.wrap(sound));
      }
      recorder.stop();
    }
    return file;
  }

  /** Writes an annotated film of some of its frames. */
  private static void annotate(Path film, Path out, int from, int to) throws IOException {
    try (VideoSource source = VideoSources.file(film);
        AnnotatedVideo annotated = new AnnotatedVideo(out, source.info(), false)) {
      int number = 0;
      for (VideoFrame frame = source.next(); frame != null; frame = source.next()) {
        if (number >= from && number < to) {
          FrameResult nobody =
              new FrameResult(
                  frame.time(),
                  frame.image().width(),
                  frame.image().height(),
                  List.of(),
                  List.of(),
                  false);
          annotated.write(frame, nobody);
        }
        number++;
      }
    }
  }

  /** How loud each hundredth of a second is; empty without sound. */
  private static List<Double> loudness(Path film) throws FrameGrabber.Exception {
    List<Double> loudness = new ArrayList<>();
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(film.toFile())) {
      grabber.setAudioChannels(1);
      grabber.setSampleRate(48_000);
      grabber.start();
      double sum = 0;
      int count = 0;
      for (Frame frame = grabber.grabSamples(); frame != null; frame = grabber.grabSamples()) {
        ShortBuffer samples = (ShortBuffer) frame.samples[0];
        while (samples.hasRemaining()) {
          sum += Math.abs(samples.get());
          if (++count == 480) {
            loudness.add(sum / count);
            sum = 0;
            count = 0;
          }
        }
      }
    }
    return loudness;
  }

  private static double onset(List<Double> loudness) {
    for (int i = 0; i < loudness.size(); i++) {
      if (loudness.get(i) > 2_000) {
        return i / 100.0;
      }
    }
    return Double.NaN;
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.mp4", "out.webm", "out.mkv"})
  void annotated_film_soundsLikeItsSource(String name) throws IOException {
    Path out = folder.resolve(name);
    annotate(film("in.mkv"), out, 0, FRAMES);
    List<Double> loudness = loudness(out);
    assertThat(loudness.size() / 100.0).isCloseTo(3, within(0.15));
    assertThat(onset(loudness)).isCloseTo(TONE_BEGINS, within(0.06));
    assertThat(loudness.get(280)).isGreaterThan(5_000);
  }

  @Test
  void annotated_partOfAFilm_keepsSoundAndPicturesTogether() throws IOException {
    Path out = folder.resolve("part.mp4");
    annotate(film("in.mkv"), out, 25, 50);
    List<Double> loudness = loudness(out);
    assertThat(loudness.size() / 100.0).isCloseTo(1, within(0.15));
    assertThat(onset(loudness)).isCloseTo(TONE_BEGINS - 1, within(0.06));
  }

  /** Of a transport stream the packets of sound can be taken out: 188 bytes each, by their id. */
  @Test
  void holesInTheSound_areFilledWithSilence() throws IOException {
    byte[] whole = Files.readAllBytes(film("in.ts"));
    ByteArrayOutputStream damaged = new ByteArrayOutputStream();
    for (int at = 0; at < whole.length; at += PACKET) {
      int id = (whole[at + 1] & 0x1f) << 8 | (whole[at + 2] & 0xff);
      if (id != SOUND_ID || at > whole.length / 3) {
        damaged.write(whole, at, PACKET);
      }
    }
    assertThat(damaged.size()).isLessThan(whole.length);
    Path out = folder.resolve("out.mp4");
    annotate(Files.write(folder.resolve("holes.ts"), damaged.toByteArray()), out, 0, FRAMES);
    List<Double> loudness = loudness(out);
    assertThat(onset(loudness)).isCloseTo(TONE_BEGINS, within(0.06));
    assertThat(loudness.size() / 100.0).isCloseTo(3, within(0.15));
  }

  @Test
  void annotated_silentFilm_isStillAFilm() throws IOException {
    Path silent = folder.resolve("silent.mkv");
    TestFilm.write(silent, 20, f -> TestFilm.empty(), f -> 40L * f, false);
    Path out = folder.resolve("out.mp4");
    annotate(silent, out, 0, 20);
    try (VideoSource source = VideoSources.file(out)) {
      assertThat(source.next()).isNotNull();
    }
    assertThat(loudness(out)).isEmpty();
  }
}
