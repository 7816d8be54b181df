package dev.mien.internal;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends one run of a model when it takes too long: ONNX Runtime looks between two operators. */
final class RunDeadline implements AutoCloseable {
  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private final OrtSession.RunOptions options = new OrtSession.RunOptions();
  private final ScheduledFuture<?> end;
  private boolean closed;
  private boolean passed;

  RunDeadline(Duration length) throws OrtException {
    end = CLOCK.schedule(this::pass, length.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "mien-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  OrtSession.RunOptions options() {
    return options;
  }

  private synchronized void pass() {
    if (!closed) {
      passed = true;
      try {
        options.setTerminate(true);
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Whether the run was ended by this. */
  synchronized boolean passed() {
    return passed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    end.cancel(false);
    options.close();
  }
}
