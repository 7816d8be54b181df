package dev.mien.app.server;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The work of all clients, first come, first served, on as many threads as there are processors.
 * Who comes while too much is waiting is sent away. Thread-safe.
 */
final class WorkQueue implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;

  private final ThreadPoolExecutor workers;
  private volatile boolean closed;

  WorkQueue(int threads, int waiting) {
    AtomicInteger serial = new AtomicInteger();
    workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            task -> {
              Thread thread = new Thread(task, "mien-work-" + serial.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Does something for a caller who waits for it. */
  <T> T call(Callable<T> task) {
    Future<T> future;
    try {
      future = workers.submit(task);
    } catch (RejectedExecutionException e) {
      throw busy();
    }
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Does something for a caller who does not wait; false if too much is waiting. */
  boolean offer(Runnable task) {
    try {
      workers.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  Problem busy() {
    return Problem.busy(
        closed ? "the server is stopping" : "too much is waiting already; try again in a second");
  }

  int waiting() {
    return workers.getQueue().size();
  }

  boolean isFull() {
    return workers.getQueue().remainingCapacity() == 0;
  }

  /** Takes nothing more and finishes what is there. */
  @Override
  public void close() {
    closed = true;
    workers.shutdown();
    try {
      if (!workers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
