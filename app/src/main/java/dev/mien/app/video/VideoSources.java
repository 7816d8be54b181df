package dev.mien.app.video;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Opens films, cameras and network streams. */
public final class VideoSources {
  private static final Pattern URL =
      Pattern.compile("(rtsps?|https?|rtmps?|srt|udp|tcp)://.*", Pattern.CASE_INSENSITIVE);
  private static final String TIMEOUT_MICROS = "10000000";

  private VideoSources() {}

  /** Whether a text is the address of a stream rather than the name of a file. */
  public static boolean isUrl(String text) {
    return URL.matcher(text).matches();
  }

  /**
   * Opens a file, which is read as fast as its frames are wanted.
   *
   * @throws VideoException if it is not there or no film
   */
  public static VideoSource file(Path file) throws VideoException {
    check(file);
    return new ReadAheadSource(new FfmpegSource(file));
  }

  /**
   * Opens a file that is decoded on the thread that asks for its frames, and on no other: for
   * callers that decode as many films side by side as there are processors.
   *
   * @throws VideoException if it is not there or no film
   */
  public static VideoSource fileOnOneThread(Path file) throws VideoException {
    check(file);
    return FfmpegSource.onOneThread(file);
  }

  private static void check(Path file) throws VideoException {
    if (Files.isDirectory(file)) {
      throw new VideoException(file + " is a folder, not a film");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new VideoException(file + " is a pipe or a device, not a film");
    }
    if (!Files.isReadable(file)) {
      throw new VideoException(
          Files.exists(file) ? file + " may not be read" : "there is no file " + file);
    }
    if (Files.isRegularFile(file) && file.toFile().length() == 0) {
      throw new VideoException(file + " is empty");
    }
  }

  /**
   * Opens a stream of the network. It is live if it does not say how long it is: then frames are
   * dropped while the reader is busy, and it is opened again when it breaks.
   *
   * @throws VideoException if it cannot be opened the first time
   */
  public static VideoSource stream(String url, BackOff backOff) throws VideoException {
    Map<String, String> options =
        url.toLowerCase(Locale.ROOT).startsWith("rtsp")
            ? Map.of("rtsp_flags", "prefer_tcp", "timeout", TIMEOUT_MICROS)
            : Map.of("rw_timeout", TIMEOUT_MICROS);
    String name = withoutSecrets(url);
    FfmpegSource first = new FfmpegSource(name, url, null, true, options);
    if (first.info().length().compareTo(Duration.ZERO) > 0) {
      first.close();
      return new ReadAheadSource(new FfmpegSource(name, url, null, false, options));
    }
    return new LiveSource(
        new ReconnectingSource(
            first, () -> new FfmpegSource(name, url, null, true, options), backOff));
  }

  /**
   * Opens a camera.
   *
   * @param device as {@link Cameras#list} names it
   * @throws VideoException if there is none, this user may not open it, or another program uses it
   */
  public static VideoSource camera(String device, int width, int height) throws VideoException {
    String format = Cameras.format();
    Cameras.requireAccess(device);
    return live(device, format, Map.of("video_size", width + "x" + height, "framerate", "30"));
  }

  /** Opens one of FFmpeg's devices as a live source that is opened again when it breaks. */
  static VideoSource live(String device, String format, Map<String, String> options)
      throws VideoException {
    Cameras.loadDevices();
    FfmpegSource first = new FfmpegSource(device, device, format, true, options);
    return new LiveSource(
        new ReconnectingSource(
            first, () -> new FfmpegSource(device, device, format, true, options), BackOff.DEFAULT));
  }

  /**
   * An address without its user, password and query: it is shown, and stands in results. Names of
   * files stay as they are.
   */
  public static String withoutSecrets(String url) {
    return !isUrl(url) ? url : url.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//");
  }
}
