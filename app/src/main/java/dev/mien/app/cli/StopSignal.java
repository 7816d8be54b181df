package dev.mien.app.cli;

import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C end the work between two images or two training steps rather than in the middle of
 * one: the JVM waits until what was done is written. Native code that is still computing when the
 * JVM goes would crash it.
 */
public final class StopSignal implements AutoCloseable {
  /** The exit code of a process that Ctrl-C ended. */
  public static final int EXIT_CODE = 130;

  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "mien-stop");
  private volatile boolean stopped;

  /** Listens from now on, until closed. */
  public StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop() {
    stopped = true;
    try {
      if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("mien: stopped before the results were complete");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the user wants to stop. */
  public boolean stopped() {
    return stopped;
  }

  /** The same items, until the user wants to stop. */
  public <T> Iterable<T> until(Iterable<T> items) {
    return () -> {
      Iterator<T> iterator = items.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return !stopped && iterator.hasNext();
        }

        @Override
        public T next() {
          return iterator.next();
        }
      };
    };
  }

  /** Everything is written: the JVM may go. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is on its way out, which is what the hook waited for.
    }
  }
}
