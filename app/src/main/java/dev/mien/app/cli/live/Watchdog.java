package dev.mien.app.cli.live;

import dev.mien.app.cli.console.StopSignal;
import dev.mien.app.video.VideoSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a live source that gives no frames any more when the user stops it or its time is over:
 * whoever waits for a frame is woken then. Does nothing for a source that is not live.
 */
final class Watchdog implements AutoCloseable {
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private final CountDownLatch done = new CountDownLatch(1);

  private Watchdog() {}

  static Watchdog start(VideoSource source, @Nullable Duration limit, StopSignal signal) {
    Watchdog watchdog = new Watchdog();
    if (source.info().live()) {
      long end = limit == null ? Long.MAX_VALUE : System.nanoTime() + limit.toNanos();
      Thread thread =
          new Thread(() -> watchdog.watch(source, limit != null, end, signal), "mien-watchdog");
      thread.setDaemon(true);
      thread.start();
    }
    return watchdog;
  }

  private void watch(VideoSource source, boolean limited, long end, StopSignal signal) {
    try {
      while (!done.await(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS)) {
        if (signal.stopped() || (limited && System.nanoTime() - end > 0)) {
          source.close();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
  }
}
