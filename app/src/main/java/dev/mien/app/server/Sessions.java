package dev.mien.app.server;

import dev.mien.app.session.SessionInfo;
import dev.mien.app.session.SessionRecorder;
import dev.mien.app.session.SessionStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sees to it that a session has one writer at a time. Thread-safe. */
final class Sessions implements AutoCloseable {
  private final SessionStore store;
  private final Map<String, SessionRecorder> writers = new HashMap<>();
  private final Set<String> withImages = ConcurrentHashMap.newKeySet();

  Sessions(SessionStore store) {
    this.store = store;
  }

  SessionStore store() {
    return store;
  }

  /** Remembers that a session of this server keeps images. */
  void keepImages(String id) {
    withImages.add(id);
  }

  /** Begins to write to a session; a stream that wrote to it before, perhaps a lost one, stops. */
  synchronized SessionRecorder write(String id) {
    SessionInfo info =
        store.find(id).orElseThrow(() -> Problem.notFound("there is no session " + id));
    if (info.endedAt() != null) {
      throw Problem.conflict("session " + id + " was ended");
    }
    stopWriting(id);
    SessionRecorder recorder = store.resume(id, withImages.contains(id));
    writers.put(id, recorder);
    return recorder;
  }

  private void stopWriting(String id) {
    SessionRecorder recorder = writers.remove(id);
    if (recorder != null) {
      recorder.close();
    }
  }

  /** Writes what is waiting for a session, so that it can be read. */
  void flush(String id) {
    SessionRecorder recorder;
    synchronized (this) {
      recorder = writers.get(id);
    }
    if (recorder != null) {
      recorder.flush();
    }
  }

  /** Ends writing, not the session. */
  synchronized void release(SessionRecorder recorder) {
    if (writers.remove(recorder.id(), recorder)) {
      recorder.close();
    }
  }

  /** Ends a session; who writes to it is told with the next frame. */
  synchronized void end(String id) {
    stopWriting(id);
    store.end(id);
  }

  /** Deletes a session for good. */
  synchronized void delete(String id) {
    stopWriting(id);
    withImages.remove(id);
    store.delete(id);
  }

  /** Whether a recorder may still write. */
  synchronized boolean isWriting(SessionRecorder recorder) {
    return writers.get(recorder.id()) == recorder;
  }

  @Override
  public synchronized void close() {
    writers.values().forEach(SessionRecorder::close);
    writers.clear();
    store.close();
  }
}
