package dev.mien.app.video;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a source before its frames are read.
 *
 * @param name what messages call it
 * @param width of upright frames in pixels
 * @param height likewise
 * @param framesPerSecond as the medium says; 0 if it does not
 * @param length as the medium says; zero if it does not
 * @param live whether frames come in their own time, so that slow readers miss some
 * @param file that it is read from, or null if it comes from elsewhere
 */
public record VideoInfo(
    String name,
    int width,
    int height,
    double framesPerSecond,
    Duration length,
    boolean live,
    @Nullable Path file) {

  /**
   * How far apart frames are.
   *
   * @param every how far they are to be apart at least
   */
  public Duration frameInterval(Duration every) {
    Duration own =
        framesPerSecond > 0 ? Duration.ofNanos(Math.round(1e9 / framesPerSecond)) : Duration.ZERO;
    return own.compareTo(every) > 0 ? own : every;
  }
}
