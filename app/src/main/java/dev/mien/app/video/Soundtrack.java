package dev.mien.app.video;

import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.bytedeco.javacv.FrameRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a film, handed on to another as far as its pictures have come. Holes are filled with
 * silence, so that sound and pictures stay together; sound that cannot be read ends. For one
 * thread.
 */
final class Soundtrack implements AutoCloseable {
  private static final int SAMPLE_RATE = 48_000;
  private static final int CHANNELS = 2;
  private static final int BITRATE = 128_000;

  /** Time stamps of sound are rounded; less than this is neither a hole nor an overlap. */
  private static final long TOLERANCE = SAMPLE_RATE / 20;

  private final FFmpegFrameGrabber grabber;
  private final Duration begin;
  private Duration start = Duration.ZERO;
  private @Nullable Frame pending;
  private long written;
  private boolean ended;

  private Soundtrack(FFmpegFrameGrabber grabber, Duration begin) {
    this.grabber = grabber;
    this.begin = begin;
  }

  /**
   * Opens the sound of a film and prepares a recorder for it.
   *
   * @param target whose name says the container
   * @param begin the time of the film at which the target begins
   * @return null if the film has none, or the container takes none that can be written here
   */
  static @Nullable Soundtrack open(
      Path film, Path target, Duration begin, FFmpegFrameRecorder recorder) {
    if (!canEncode(target)) {
      return null;
    }
    FFmpegFrameGrabber grabber = FfmpegSource.grabber(film);
    grabber.setSampleRate(SAMPLE_RATE);
    grabber.setAudioChannels(CHANNELS);
    Soundtrack sound = new Soundtrack(grabber, begin);
    try {
      grabber.start();
      sound.start = FfmpegSource.start(grabber);
      if (grabber.hasAudio()) {
        recorder.setSampleRate(SAMPLE_RATE);
        recorder.setAudioChannels(CHANNELS);
        recorder.setAudioBitrate(BITRATE);
        return sound;
      }
    } catch (FrameGrabber.Exception e) {
      // Then the film stays silent; its pictures could be read.
    }
    sound.close();
    return null;
  }

  private static boolean canEncode(Path target) {
    AVOutputFormat format = avformat.av_guess_format(null, target.toString(), null);
    return format != null && avcodec.avcodec_find_encoder(format.audio_codec()) != null;
  }

  /** Hands on what is heard before a time of the film. */
  void copyUntil(Duration time, FFmpegFrameRecorder recorder) throws FrameRecorder.Exception {
    long end = samples(time.minus(begin));
    while (!ended && written < end) {
      Frame next = pending == null ? grab() : pending;
      pending = next;
      if (next == null) {
        ended = true;
        return;
      }
      Duration heard = Duration.ofNanos(next.timestamp * 1000).minus(start);
      long hole = samples(heard.minus(begin)) - written;
      if (hole > TOLERANCE) {
        silence(Math.min(hole, end - written), recorder);
      } else {
        ShortBuffer sound = ((ShortBuffer) next.samples[0]).duplicate();
        if (-hole > TOLERANCE) {
          sound.position((int) Math.min(sound.limit(), CHANNELS * -hole));
        }
        record(sound, recorder);
        pending = null;
      }
    }
  }

  private @Nullable Frame grab() {
    try {
      return grabber.grabSamples();
    } catch (FrameGrabber.Exception e) {
      return null;
    }
  }

  private static long samples(Duration time) {
    return Math.round(time.toNanos() / 1e9 * SAMPLE_RATE);
  }

  private void silence(long length, FFmpegFrameRecorder recorder) throws FrameRecorder.Exception {
    short[] zeros = new short[CHANNELS * (int) Math.min(length, SAMPLE_RATE)];
    for (long left = length; left > 0; left -= SAMPLE_RATE) {
      record(ShortBuffer.wrap(zeros, 0, CHANNELS * (int) Math.min(left, SAMPLE_RATE)), recorder);
    }
  }

  private void record(ShortBuffer sound, FFmpegFrameRecorder recorder)
      throws FrameRecorder.Exception {
    if (sound.hasRemaining()) {
      written += sound.remaining() / CHANNELS;
      recorder.recordSamples(SAMPLE_RATE, CHANNELS, sound);
    }
  }

  @Override
  public void close() {
    FfmpegSource.close(grabber);
  }
}
