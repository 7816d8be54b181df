package dev.mien.app.cli.live;

import dev.mien.app.cli.console.StopSignal;
import dev.mien.app.video.VideoException;
import dev.mien.app.video.VideoSource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens a source on a thread of its own, because FFmpeg may wait for ever for the first bytes of a
 * stream or a pipe: the user's signal and the time limit end the waiting.
 */
final class SourceOpening {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final long BETWEEN_LOOKS_MILLIS = 50;

  private SourceOpening() {}

  /** What opens a source. */
  @FunctionalInterface
  interface Opener {
    VideoSource open() throws VideoException;
  }

  /**
   * Opens a source.
   *
   * @param limit of the waiting; 30 s if null
   * @return null if the user stopped it
   * @throws IOException if it cannot be opened, or not in time
   */
  static @Nullable VideoSource open(
      String name, Opener opener, @Nullable Duration limit, StopSignal signal) throws IOException {
    Duration wanted = limit == null || limit.compareTo(PATIENCE) > 0 ? PATIENCE : limit;
    Duration patience = wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
    CompletableFuture<VideoSource> opened = new CompletableFuture<>();
    Thread thread = new Thread(() -> complete(opened, opener), "mien-opening");
    thread.setDaemon(true);
    thread.start();
    long end = System.nanoTime() + patience.toNanos();
    while (!signal.stopped()) {
      try {
        return opened.get(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - end > 0) {
          closeWhenOpened(opened);
          throw new IOException(
              "%s gave no picture within %d s".formatted(name, patience.toSeconds()), e);
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    closeWhenOpened(opened);
    return null;
  }

  private static void complete(CompletableFuture<VideoSource> opened, Opener opener) {
    try {
      opened.complete(opener.open());
    } catch (VideoException | RuntimeException | LinkageError e) {
      opened.completeExceptionally(e);
    }
  }

  private static void closeWhenOpened(CompletableFuture<VideoSource> opened) {
    CompletableFuture<Void> ignored = opened.thenAccept(VideoSource::close);
  }
}
