package dev.mien.spark;

import dev.mien.FrameResult;
import dev.mien.Mien;
import dev.mien.StreamOptions;
import dev.mien.app.video.VideoAnalysis;
import dev.mien.app.video.VideoException;
import dev.mien.app.video.VideoSource;
import dev.mien.app.video.VideoSources;
import dev.mien.image.ImageException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a film shows.
 *
 * @param width of upright frames in pixels; 0 if it could not be opened
 * @param height likewise
 * @param frames those that were analysed, in order
 * @param error why it could not be read, or not to its end; null if all is well
 */
record FilmResult(int width, int height, List<FrameResult> frames, @Nullable RowError error) {
  /** Bounds what one row may hold: a day at one frame a second. */
  static final int MAX_FRAMES = 86_400;

  /** Bounds how long one row may keep a task. */
  private static final Duration DEADLINE = Duration.ofHours(2);

  /**
   * Analyses a film on the calling thread.
   *
   * @param interval how far apart analysed frames are at least
   * @param stop whether nobody waits for the result any more
   */
  static FilmResult of(Mien mien, Path film, Duration interval, BooleanSupplier stop)
      throws Exception {
    long end = System.nanoTime() + DEADLINE.toNanos();
    List<FrameResult> frames = new ArrayList<>();
    int width = 0;
    int height = 0;
    RowError error = null;
    try (VideoSource source =
        NativeLibraries.withFfmpeg(() -> VideoSources.fileOnOneThread(film))) {
      width = source.info().width();
      height = source.info().height();
      StreamOptions options =
          StreamOptions.DEFAULT.withFramesEvery(source.info().frameInterval(interval));
      new VideoAnalysis(mien.stream(options), interval)
          .run(
              source,
              () ->
                  stop.getAsBoolean() || frames.size() > MAX_FRAMES || System.nanoTime() - end > 0,
              (frame, result, fresh) -> {
                if (fresh) {
                  frames.add(result);
                }
              });
      error = limit(frames, end);
    } catch (VideoException e) {
      error = RowError.of(Reason.DAMAGED, sentence(e, film));
    } catch (OutOfMemoryError e) {
      error = RowError.of(e);
    }
    return new FilmResult(width, height, List.copyOf(frames), error);
  }

  private static @Nullable RowError limit(List<FrameResult> frames, long end) {
    if (frames.size() > MAX_FRAMES) {
      frames.remove(frames.size() - 1);
      return RowError.of(
          Reason.LIMIT,
          "only the first %,d frames were analysed: set a longer interval".formatted(MAX_FRAMES));
    }
    return System.nanoTime() - end > 0
        ? RowError.of(
            Reason.DEADLINE,
            "only what could be analysed in %d hours was".formatted(DEADLINE.toHours()))
        : null;
  }

  /** Films lie in temporary files, whose names mean nothing to the reader. */
  private static String sentence(IOException e, Path film) {
    return String.valueOf(e.getMessage()).replace(film.toString(), "it");
  }
}
