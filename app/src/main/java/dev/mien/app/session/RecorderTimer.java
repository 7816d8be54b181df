package dev.mien.app.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Writes for all recorders of a store on one thread: twice a second what came in, of all of them in
 * one transaction, and now and then that they are still there. Thread-safe.
 */
final class RecorderTimer implements AutoCloseable {
  private static final long FLUSH_MILLIS = 500;
  private static final int FLUSHES_BETWEEN_HEARTBEATS = 10;

  private final SessionStore store;
  private final Set<SessionRecorder> recorders = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mien-session-writer");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledFuture<?> ticking;
  private int flushes;

  RecorderTimer(SessionStore store) {
    this.store = store;
    ticking =
        timer.scheduleWithFixedDelay(this::tick, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(SessionRecorder recorder) {
    recorders.add(recorder);
  }

  void remove(SessionRecorder recorder) {
    recorders.remove(recorder);
  }

  /** Whether what some recorder has cannot be written at the moment. */
  boolean isAnyFailing() {
    return recorders.stream().anyMatch(SessionRecorder::isFailing);
  }

  /** A task that throws would never be called again; recorders remember what failed. */
  private void tick() {
    try {
      flush();
      if (++flushes % FLUSHES_BETWEEN_HEARTBEATS == 0 && !recorders.isEmpty()) {
        store.heartbeat();
      }
    } catch (RuntimeException | Error e) {
      System.getLogger(RecorderTimer.class.getName())
          .log(System.Logger.Level.DEBUG, "sessions could not be written; once more soon", e);
    }
  }

  private void flush() {
    List<SessionRecorder> due = new ArrayList<>();
    for (SessionRecorder recorder : recorders) {
      if (recorder.tryBegin()) {
        due.add(recorder);
      }
    }
    if (due.isEmpty()) {
      return;
    }
    boolean written = false;
    try {
      store.write(handle -> due.forEach(recorder -> recorder.write(handle)));
      written = true;
    } catch (RuntimeException e) {
      // One of them may be to blame: each on its own, below.
    } finally {
      for (SessionRecorder recorder : due) {
        recorder.end(written);
      }
    }
    if (!written) {
      due.forEach(SessionRecorder::flushQuietly);
    }
  }

  @Override
  public void close() {
    ticking.cancel(false);
    timer.shutdown();
  }
}
