package dev.mien.app.server;

import dev.mien.app.session.SessionException;
import dev.mien.app.session.SessionRecorder;
import dev.mien.app.session.SessionStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that a session has one writer at a time. Thread-safe. */
final class Sessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  private final SessionStore store;
  private final Map<String, SessionRecorder> writers = new ConcurrentHashMap<>();

  Sessions(SessionStore store) {
    this.store = store;
  }

  SessionStore store() {
    return store;
  }

  /** Begins to write to a session; a stream that wrote to it before, perhaps a lost one, stops. */
  synchronized SessionRecorder write(String id) {
    stopWriting(id);
    SessionRecorder recorder = store.resume(id);
    writers.put(id, recorder);
    return recorder;
  }

  private void stopWriting(String id) {
    SessionRecorder recorder = writers.remove(id);
    if (recorder != null) {
      close(recorder);
    }
  }

  private static void close(SessionRecorder recorder) {
    try {
      recorder.close();
    } catch (SessionException e) {
      if (!e.isFinal()) {
        throw e;
      }
      LOG.warn("{}: the last rows of this process are lost", e.getMessage());
    }
  }

  /**
   * Writes what is waiting for a session, so that it can be read; if it belongs to another process
   * now, what that has written is there to be read.
   */
  void flush(String id) {
    SessionRecorder recorder = writers.get(id);
    if (recorder != null) {
      try {
        recorder.flush();
      } catch (SessionException e) {
        if (!e.isFinal()) {
          throw e;
        }
      }
    }
  }

  /** Ends writing, not the session. */
  synchronized void release(SessionRecorder recorder) {
    if (writers.remove(recorder.id(), recorder)) {
      close(recorder);
    }
  }

  /** Ends a session; its writer learns of it with the next frame. */
  synchronized void end(String id) {
    stopWriting(id);
    store.end(id);
  }

  /** Deletes a session for good. */
  synchronized void delete(String id) {
    stopWriting(id);
    store.delete(id);
  }

  /** Whether sessions can be read and written. */
  boolean areWell() {
    return store.isWell();
  }

  /** Whether a recorder may still write; waits for nobody, for every frame asks it. */
  boolean isWriting(SessionRecorder recorder) {
    return writers.get(recorder.id()) == recorder;
  }

  @Override
  public synchronized void close() {
    writers.values().forEach(Sessions::close);
    writers.clear();
    store.close();
  }
}
