package dev.mien.app.cli.console;

import dev.mien.app.cli.files.StandardOutput;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;

/**
 * Lets Ctrl-C (SIGINT), SIGTERM and a closed standard output end the work between two images,
 * frames or training steps rather than in the middle of one, so that what was done is written.
 * While one is open, the first signal only sets {@link #stopped}; the second ends the process at
 * once. Without one, the JVM's own handling applies.
 *
 * <p>Thread-safe. One at a time.
 */
public final class StopSignal implements AutoCloseable {
  private static final int SIGNAL_EXIT = 128;

  /** Exit code of a process whose reader went away, as after SIGPIPE. */
  public static final int BROKEN_PIPE_EXIT = SIGNAL_EXIT + 13;

  private enum Kind {
    INT(2),
    TERM(15);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  private final List<Runnable> restorations = new ArrayList<>();
  private final CountDownLatch received = new CountDownLatch(1);
  private volatile int number;

  /** Listens from now on, until closed. */
  public StopSignal() {
    for (Kind kind : Kind.values()) {
      Object previous = Signals.register(kind.name(), () -> receive(kind.number));
      restorations.add(() -> Signals.unregister(kind.name(), previous));
    }
  }

  private synchronized void receive(int signal) {
    if (number != 0) {
      Runtime.getRuntime().halt(SIGNAL_EXIT + signal);
    }
    number = signal;
    received.countDown();
  }

  /** Whether the work is to end: a signal came, or nobody reads standard output any more. */
  public boolean stopped() {
    return number != 0 || StandardOutput.isClosedByReader();
  }

  /** Waits for a signal. */
  public void await() throws InterruptedException {
    received.await();
  }

  /**
   * The exit code of a process that was stopped: 130 after SIGINT, 143 after SIGTERM, 141 (as after
   * SIGPIPE) if nobody reads standard output any more.
   */
  public int exitCode() {
    return number == 0 ? BROKEN_PIPE_EXIT : SIGNAL_EXIT + number;
  }

  /** The same items, until the work is to end. */
  public <T> Iterable<T> until(Iterable<T> items) {
    return () -> {
      Iterator<T> iterator = items.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return !stopped() && iterator.hasNext();
        }

        @Override
        public T next() {
          return iterator.next();
        }
      };
    };
  }

  /** Gives the signals back to the JVM. */
  @Override
  public void close() {
    restorations.forEach(Runnable::run);
  }
}
