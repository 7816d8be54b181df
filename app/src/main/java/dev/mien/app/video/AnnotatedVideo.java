package dev.mien.app.video;

import dev.mien.FrameResult;
import dev.mien.output.Annotator;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames with boxes, labels and bars as a film, with the sound of the file that they come
 * from. Drawing and encoding happen on a thread of its own, a few frames behind. For one thread.
 */
public final class AnnotatedVideo implements Closeable {
  private static final int BEHIND = 4;
  private static final double USUAL_FRAME_RATE = 25;
  private static final double TICKS_PER_SECOND = 1000;
  private static final double GROUP_SECONDS = 2;
  private static final double BITS_PER_PIXEL = 0.12;

  private final Path file;
  private final VideoInfo info;
  private final double frameRate;
  private final Annotator annotator;
  private final BlockingQueue<Task> queue = new ArrayBlockingQueue<>(BEHIND);
  private final Thread writer = new Thread(this::work, "mien-video-writer");
  private volatile @Nullable VideoException failure;
  private @Nullable FFmpegFrameRecorder recorder;
  private @Nullable Soundtrack sound;
  private @Nullable ByteBuffer pixels;
  private @Nullable Duration first;
  private Duration last = Duration.ZERO;

  private record Task(@Nullable VideoFrame frame, @Nullable FrameResult result) {}

  /**
   * Prepares a file, which is made with the first frame; its name says the container.
   *
   * @param attention whether faces are tinted by where the model looked
   */
  public AnnotatedVideo(Path file, VideoInfo info, boolean attention) {
    this.file = file;
    this.info = info;
    frameRate = info.framesPerSecond() > 0 ? info.framesPerSecond() : USUAL_FRAME_RATE;
    annotator = new Annotator(attention);
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Adds a frame.
   *
   * @throws VideoException if an earlier one could not be written
   */
  public void write(VideoFrame frame, FrameResult result) throws VideoException {
    put(new Task(frame, result));
  }

  private void put(Task task) throws VideoException {
    try {
      while (!queue.offer(task, 1, TimeUnit.SECONDS)) {
        throwFailure();
        if (!writer.isAlive()) {
          throw new VideoException(file + " cannot be written: it was given up");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throwFailure();
  }

  private void throwFailure() throws VideoException {
    VideoException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }

  private void work() {
    try {
      for (Task task = queue.take(); task.frame() != null; task = queue.take()) {
        if (task.result() != null && failure == null) {
          encode(annotator.annotate(task.frame().image(), task.result()), task.frame().time());
        }
      }
      finish();
    } catch (FrameRecorder.Exception e) {
      failure = new VideoException(file + " cannot be written: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      failure = new VideoException(file + " cannot be written: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (sound != null) {
        sound.close();
      }
    }
  }

  private void finish() throws FrameRecorder.Exception {
    if (recorder != null) {
      if (sound != null) {
        sound.copyUntil(last.plusNanos(Math.round(1e9 / frameRate)), recorder);
      }
      recorder.stop();
      recorder.release();
    }
  }

  private void encode(BufferedImage image, Duration time) throws FrameRecorder.Exception {
    if (recorder == null || first == null) {
      recorder = start(image, time);
      first = time;
    }
    last = time;
    if (sound != null) {
      sound.copyUntil(time, recorder);
    }
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    if (pixels == null || pixels.capacity() < bgr.length) {
      pixels = ByteBuffer.allocateDirect(bgr.length); // A film's pictures may grow.
    }
    pixels.clear();
    pixels.put(bgr).flip();
    recorder.setTimestamp(Math.max(recorder.getTimestamp(), time.minus(first).toNanos() / 1000));
    recorder.recordImage(
        image.getWidth(),
        image.getHeight(),
        Frame.DEPTH_UBYTE,
        3,
        3 * image.getWidth(),
        avutil.AV_PIX_FMT_BGR24,
        pixels);
  }

  private FFmpegFrameRecorder start(BufferedImage image, Duration time)
      throws FrameRecorder.Exception {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    // The codecs want even sides.
    FFmpegFrameRecorder started =
        new FFmpegFrameRecorder(file.toFile(), image.getWidth() & ~1, image.getHeight() & ~1, 0);
    // The recorder counts time in frames: a thousand a second keep the times of a variable rate.
    started.setFrameRate(TICKS_PER_SECOND);
    started.setGopSize((int) Math.max(1, Math.round(GROUP_SECONDS * frameRate)));
    started.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
    started.setVideoBitrate(
        (int) (BITS_PER_PIXEL * image.getWidth() * image.getHeight() * TICKS_PER_SECOND));
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".webm")) {
      started.setVideoCodec(avcodec.AV_CODEC_ID_VP8);
    } else if (avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_H264) != null) {
      started.setVideoCodec(avcodec.AV_CODEC_ID_H264);
    } else {
      started.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
    }
    if (info.file() != null) {
      sound = Soundtrack.open(info.file(), file, time, started);
    }
    started.start();
    return started;
  }

  /**
   * Ends the file.
   *
   * @throws VideoException if something of it could not be written
   */
  @Override
  public void close() throws VideoException {
    try {
      while (writer.isAlive() && !queue.offer(new Task(null, null), 1, TimeUnit.SECONDS)) {
        // The writer is behind; or it failed, which the loop's condition tells.
      }
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throwFailure();
  }
}
