package dev.mien.app.video;

import dev.mien.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameGrabber;
import org.jspecify.annotations.Nullable;

/**
 * Whatever FFmpeg can open and {@link MediaGuard} lets it. Frames are turned upright; time stamps
 * are those of the medium, of films since their beginning; frames that the decoder calls damaged,
 * or whose time does not move on, are skipped and counted.
 */
final class FfmpegSource implements VideoSource {
  /** A hole between two frames of a file that is longer than this many frames. */
  private static final double HOLE_FRAMES = 10;

  private static final double MIN_HOLE_SECONDS = 0.5;
  private static final int BEGINNING = 1024;

  /** What sound needs before the first picture, which is at zero then. */
  private static final long PRIMING_MICROS = 1_000_000;

  private static final String NO_MEDIUM = " cannot be opened as a film or stream";

  private final FFmpegFrameGrabber grabber;
  private final VideoInfo info;
  private final int quarterTurns;
  private final Duration start;
  private final List<Losses.Range> ranges = new ArrayList<>();
  private @Nullable Duration last;
  private @Nullable Duration damagedSince;
  private boolean suspicious;
  private boolean ended;
  private long damaged;

  /**
   * Opens a device or a stream.
   *
   * @param name what messages call it
   * @param format FFmpeg's name of a device or container, or null to find out
   * @param options FFmpeg's options of the demuxer
   * @throws VideoException if that fails
   */
  FfmpegSource(
      String name,
      String location,
      @Nullable String format,
      boolean live,
      Map<String, String> options)
      throws VideoException {
    this(
        name,
        MediaGuard.grabber(location, format, limits(location, format), options),
        live,
        null,
        () ->
            format == null
                ? NO_MEDIUM
                : " cannot be opened: it is no camera, or another program uses it");
  }

  /**
   * Opens a file.
   *
   * @throws VideoException if that fails
   */
  FfmpegSource(Path file) throws VideoException {
    this(file, grabber(file));
  }

  /** Opens a file that is decoded on the caller's thread alone, not on one per processor. */
  static FfmpegSource onOneThread(Path file) throws VideoException {
    FFmpegFrameGrabber grabber = grabber(file);
    grabber.setVideoOption("threads", "1");
    return new FfmpegSource(file, grabber);
  }

  private FfmpegSource(Path file, FFmpegFrameGrabber grabber) throws VideoException {
    this(
        file.toString(),
        grabber,
        false,
        file,
        () -> isText(file) ? " is a text, not a film" : NO_MEDIUM);
  }

  /**
   * @param refusal what follows the name in the message if it cannot be opened
   */
  private FfmpegSource(
      String name,
      FFmpegFrameGrabber grabber,
      boolean live,
      @Nullable Path file,
      Supplier<String> refusal)
      throws VideoException {
    this.grabber = grabber;
    grabber.setPixelFormat(avutil.AV_PIX_FMT_RGB24);
    try {
      grabber.start();
    } catch (FrameGrabber.Exception e) {
      close();
      throw new VideoException(name + refusal.get(), e);
    }
    if (grabber.getImageWidth() < 1 || grabber.getImageHeight() < 1) {
      close();
      throw new VideoException(name + " has no pictures");
    }
    if ((long) grabber.getImageWidth() * grabber.getImageHeight() > MediaGuard.MAX_PIXELS) {
      close();
      throw new VideoException(
          "%s has pictures of %d x %d, more than %,d pixels"
              .formatted(
                  name, grabber.getImageWidth(), grabber.getImageHeight(), MediaGuard.MAX_PIXELS));
    }
    start = live ? Duration.ZERO : start(grabber);
    quarterTurns = Math.floorMod(Math.round(-grabber.getDisplayRotation() / 90), 4);
    boolean turned = quarterTurns % 2 == 1;
    info =
        new VideoInfo(
            name,
            turned ? grabber.getImageHeight() : grabber.getImageWidth(),
            turned ? grabber.getImageWidth() : grabber.getImageHeight(),
            Math.max(0, grabber.getVideoFrameRate()),
            Duration.ofNanos(Math.max(0, grabber.getLengthInTime()) * 1000),
            live,
            file);
  }

  /** What reads a file, not yet started. */
  static FFmpegFrameGrabber grabber(Path file) {
    return MediaGuard.grabber("file:" + file.toAbsolutePath(), null, MediaGuard.file(), Map.of());
  }

  /** When a film begins by its own clock, which in recordings of broadcasts is any time. */
  static Duration start(FFmpegFrameGrabber grabber) {
    long micros = grabber.getFormatContext().start_time();
    boolean known = micros != avutil.AV_NOPTS_VALUE && (micros > 0 || micros < -PRIMING_MICROS);
    return known ? Duration.ofNanos(1000 * micros) : Duration.ZERO;
  }

  private static boolean isText(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      for (byte b : in.readNBytes(BEGINNING)) {
        if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Map<String, String> limits(String location, @Nullable String format) {
    return format == null ? MediaGuard.url(location) : MediaGuard.device(format);
  }

  @Override
  public VideoInfo info() {
    return info;
  }

  @Override
  public @Nullable VideoFrame next() throws VideoException {
    while (!ended) {
      Frame frame = grab();
      if (frame == null) {
        end();
        return null;
      }
      Duration time = Duration.ofNanos(frame.timestamp * 1000).minus(start);
      Duration before = last;
      boolean forward = before == null || time.compareTo(before) > 0;
      if (!forward || isDamaged(frame)) {
        damaged++;
        if (damagedSince == null) {
          damagedSince = before == null ? Duration.ZERO : before;
        }
        continue;
      }
      if (before != null && isHole(before, time)) {
        damagedSince = before;
      }
      closeStretch(time);
      last = time;
      return new VideoFrame(upright(frame), time);
    }
    return null;
  }

  private @Nullable Frame grab() throws VideoException {
    try {
      return grabber.grabImage();
    } catch (FrameGrabber.Exception e) {
      throw new VideoException(info.name() + " broke: " + e.getMessage(), e);
    }
  }

  private boolean isDamaged(Frame frame) {
    if (frame.opaque instanceof AVFrame decoded) {
      boolean bad =
          (decoded.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0
              || decoded.decode_error_flags() != 0;
      suspicious |= bad;
      return bad;
    }
    return false;
  }

  /** Films of variable frame rate have holes too: one only counts where there was damage. */
  private boolean isHole(Duration before, Duration time) {
    double seconds = time.minus(before).toNanos() / 1e9;
    double usual = info.framesPerSecond() > 0 ? 1 / info.framesPerSecond() : 0.1;
    return suspicious
        && damagedSince == null
        && seconds > Math.max(MIN_HOLE_SECONDS, HOLE_FRAMES * usual);
  }

  private void closeStretch(Duration time) {
    if (damagedSince != null) {
      ranges.add(new Losses.Range(damagedSince, time));
      damagedSince = null;
    }
  }

  /** A file that ends long before its header says was cut short. */
  private void end() {
    ended = true;
    Duration reached = last == null ? Duration.ZERO : last;
    boolean cutShort =
        !info.live()
            && info.length().minus(reached).toNanos() / 1e9
                > Math.max(1, 0.02 * info.length().toMillis() / 1e3);
    if (cutShort && damagedSince == null) {
      damagedSince = reached;
    }
    closeStretch(cutShort ? info.length() : reached);
  }

  private RgbImage upright(Frame frame) {
    int width = frame.imageWidth;
    int height = frame.imageHeight;
    ByteBuffer rows = (ByteBuffer) frame.image[0];
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      rows.position(y * frame.imageStride);
      rows.get(rgb, 3 * y * width, 3 * width);
    }
    rows.position(0);
    return RgbImage.ofBytes(width, height, rgb).turned(quarterTurns);
  }

  @Override
  public Losses losses() {
    return new Losses(damaged, ranges, 0, 0);
  }

  @Override
  public void close() {
    close(grabber);
  }

  static void close(FFmpegFrameGrabber grabber) {
    try {
      grabber.close();
    } catch (FrameGrabber.Exception e) {
      // What was read is read; there is nobody to tell.
    }
  }
}
