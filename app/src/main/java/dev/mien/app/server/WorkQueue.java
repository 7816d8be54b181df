package dev.mien.app.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The work of all clients on as many threads as there are processors. Addresses take turns, each
 * first come, first served. Who comes while too much is waiting, or too much of his own, is sent
 * away; work that nobody waits for any more is dropped. Thread-safe.
 */
final class WorkQueue implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 10;
  private static final long MILLIS_BETWEEN_LOOKS = 250;

  private final int limit;
  private final int perAddress;
  private final List<Thread> workers = new ArrayList<>();

  // Guarded by this.
  private final Map<String, Deque<FutureTask<?>>> waiting = new LinkedHashMap<>();
  private int count;
  private boolean closed;

  WorkQueue(int threads, int limit) {
    this.limit = limit;
    perAddress = Math.max(1, limit / 4);
    for (int i = 1; i <= threads; i++) {
      Thread thread = new Thread(this::work, "mien-work-" + i);
      thread.setDaemon(true);
      thread.start();
      workers.add(thread);
    }
  }

  /** Does something for a caller who waits for it. */
  <T> T call(Caller caller, Callable<T> task) {
    FutureTask<T> future = new FutureTask<>(task);
    if (!add(caller.address(), future)) {
      throw busy();
    }
    try {
      while (true) {
        try {
          return future.get(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (caller.gone().getAsBoolean()) {
            drop(caller.address(), future);
            throw Problem.badRequest("the client went");
          }
        }
      }
    } catch (InterruptedException e) {
      drop(caller.address(), future);
      Thread.currentThread().interrupt();
      throw busy();
    } catch (CancellationException e) {
      throw busy(); // Closed meanwhile.
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Does something for a caller who does not wait.
   *
   * @return what cancels it, or null if too much is waiting
   */
  @Nullable Future<?> offer(String address, Runnable task) {
    FutureTask<?> future = new FutureTask<>(task, true);
    return add(address, future) ? future : null;
  }

  private synchronized boolean add(String address, FutureTask<?> task) {
    Deque<FutureTask<?>> own = waiting.getOrDefault(address, new ArrayDeque<>());
    if (closed || count >= limit || own.size() >= perAddress) {
      return false;
    }
    own.add(task);
    waiting.put(address, own);
    count++;
    notifyAll();
    return true;
  }

  private void drop(String address, FutureTask<?> task) {
    task.cancel(true);
    synchronized (this) {
      Deque<FutureTask<?>> own = waiting.get(address);
      if (own != null && own.remove(task)) {
        count--;
        if (own.isEmpty()) {
          waiting.remove(address);
        }
      }
    }
  }

  private void work() {
    for (FutureTask<?> task = next(); task != null; task = next()) {
      task.run(); // Which keeps whatever is thrown for the one who waits.
      Thread.interrupted(); // Meant for the task that is over.
    }
  }

  /** The oldest work of the address whose turn it is; null at the end. */
  private synchronized @Nullable FutureTask<?> next() {
    while (waiting.isEmpty()) {
      if (closed) {
        return null;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        // It was meant for a task that is over.
      }
    }
    String address = waiting.keySet().iterator().next();
    Deque<FutureTask<?>> own = waiting.remove(address);
    FutureTask<?> task = own.remove();
    if (!own.isEmpty()) {
      waiting.put(address, own);
    }
    count--;
    return task;
  }

  synchronized Problem busy() {
    return Problem.busy(
        closed ? "the server is stopping" : "too much is waiting already; try again in a second");
  }

  synchronized int waiting() {
    return count;
  }

  synchronized boolean isFull() {
    return count >= limit;
  }

  /** Takes nothing more and finishes what is there. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      for (Thread worker : workers) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left > 0) {
          worker.join(left);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cancelWaiting();
  }

  private synchronized void cancelWaiting() {
    waiting.values().forEach(tasks -> tasks.forEach(task -> task.cancel(true)));
    waiting.clear();
    count = 0;
    workers.forEach(Thread::interrupt);
  }
}
