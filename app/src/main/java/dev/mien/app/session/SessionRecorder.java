package dev.mien.app.session;

import dev.mien.FrameResult;
import dev.mien.TrackedFace;
import dev.mien.event.ExpressionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of one stream into a session, twice a second, each time in one transaction: a
 * crash of the process or the machine loses at most the last half second. While the database does
 * not answer or has no room, frames wait for it for ten seconds; after that {@link #add} throws
 * until it takes what is waiting. Thread-safe.
 */
public final class SessionRecorder implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_IMAGES = Duration.ofSeconds(1);

  private final SessionStore store;
  private final String id;
  private final boolean images;
  private final boolean endsSession;
  private final SessionClock clock;
  private final Map<Integer, Duration> lastImage = new HashMap<>();

  /** Held from {@link #tryBegin} to {@link #end}. */
  private final ReentrantLock writing = new ReentrantLock();

  // Guarded by the lock above.
  private PendingRows underWay = PendingRows.none();
  private int eventsWritten;

  // Guarded by this.
  private final OngoingEvents ongoing = new OngoingEvents();
  private PendingRows pending = PendingRows.none();
  private @Nullable Failure failure;
  private @Nullable RecordedFrame last;
  private boolean closed;

  /** The first of the failures in a row, and when it was. */
  private record Failure(Instant since, Throwable cause) {
    /** The cause, if no later attempt can succeed. */
    Optional<SessionException> refusal() {
      return cause instanceof SessionException e && e.isFinal() ? Optional.of(e) : Optional.empty();
    }
  }

  SessionRecorder(SessionStore store, SessionInfo info, boolean endsSession) {
    this.store = store;
    this.id = info.id();
    images = info.images();
    this.endsSession = endsSession;
    SessionRows.Reach reach = store.reach(id);
    eventsWritten = reach.events();
    // A later stream begins where the session's wall clock stands.
    Duration sinceStart = Duration.between(info.startedAt(), store.clock().instant());
    Duration last = reach.lastFrame();
    Duration offset =
        last == null
            ? Duration.ZERO
            : last.compareTo(sinceStart) >= 0 ? last.plusMillis(1) : sinceStart;
    clock = new SessionClock(offset, reach.track());
    store.timer().add(this);
  }

  /** The session's id. */
  public String id() {
    return id;
  }

  /**
   * Adds the next frame with what began or ended in it.
   *
   * @return the frame's time within the session
   * @throws SessionException if the database has not taken anything for a while, another process
   *     writes to the session now or has deleted it, or this recorder is closed; nothing is added
   *     then
   */
  public synchronized Duration add(FrameResult frame, List<ExpressionEvent> newEvents) {
    if (closed) {
      throw SessionException.closed(id);
    }
    if (failure != null) {
      SessionException refusal = failure.refusal().orElse(null);
      if (refusal != null) {
        throw refusal;
      }
      if (failure.since().plus(PATIENCE).isBefore(store.clock().instant())) {
        throw new SessionException("session " + id + " cannot be written", failure.cause());
      }
    }
    RecordedFrame recorded = clock.frame(frame);
    pending.frames().add(recorded);
    last = recorded;
    addEvents(newEvents);
    if (images) {
      frame.faces().forEach(face -> keepImage(recorded.time(), face));
    }
    return recorded.time();
  }

  /**
   * Adds what ended with the stream, at the time of its last frame; nothing without a frame, or
   * once closed.
   */
  public synchronized void addEvents(List<ExpressionEvent> newEvents) {
    RecordedFrame frame = last;
    if (frame != null && !closed) {
      newEvents.forEach(
          event -> {
            ExpressionEvent recorded = clock.event(event, frame);
            ongoing.update(recorded);
            pending.events().add(recorded);
          });
    }
  }

  /**
   * Takes no more from now on. What is going on ends: a recording may stop while its stream does
   * not.
   *
   * @return false if that was done before
   */
  private synchronized boolean finish() {
    if (closed) {
      return false;
    }
    closed = true;
    RecordedFrame frame = last;
    if (frame != null) {
      pending.events().addAll(ongoing.end(frame.time()));
    }
    return true;
  }

  private void keepImage(Duration time, TrackedFace face) {
    int track = clock.track(face.track());
    Duration last = lastImage.get(track);
    if (last == null || time.minus(last).compareTo(BETWEEN_IMAGES) >= 0) {
      lastImage.put(track, time);
      pending.pictures().add(FaceImage.of(time, track, face.face().aligned()));
    }
  }

  /** Whether the store did not take what is waiting when that was last tried. */
  synchronized boolean isFailing() {
    return failure != null && failure.refusal().isEmpty();
  }

  /** Takes what is waiting, to be written by {@link #write}; false if there is nothing. */
  boolean tryBegin() {
    return writing.tryLock() && begin();
  }

  private boolean begin() {
    synchronized (this) {
      if (!pending.isEmpty()) {
        underWay = pending;
        pending = PendingRows.none();
        return true;
      }
    }
    writing.unlock();
    return false;
  }

  /** Writes what was taken. */
  void write(Handle handle) {
    if (!SessionRows.heartbeat(handle, id, store.writer(), store.clock().millis())) {
      throw SessionRows.find(handle, id).isEmpty()
          ? SessionException.unknown(id)
          : SessionException.takenOver(id);
    }
    SessionRows.insertFrames(handle, id, underWay.frames());
    SessionRows.insertEvents(handle, id, eventsWritten, underWay.events());
    underWay.pictures().forEach(picture -> SessionRows.insertImage(handle, id, picture));
  }

  /** What could not be written waits in front of what came meanwhile. */
  void end(boolean written) {
    synchronized (this) {
      if (written) {
        eventsWritten += underWay.events().size();
        failure = null;
      } else {
        pending = underWay.followedBy(pending);
      }
    }
    underWay = PendingRows.none();
    writing.unlock();
  }

  void flushQuietly() {
    try {
      flush();
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        if (failure == null) {
          failure = new Failure(store.clock().instant(), e);
        }
      }
    }
  }

  /**
   * Writes what is waiting, now.
   *
   * @throws SessionException if that fails; it goes on waiting
   */
  public void flush() {
    writing.lock();
    if (!begin()) {
      return;
    }
    boolean written = false;
    try {
      store.write(this::write);
      written = true;
    } finally {
      end(written);
    }
  }

  /**
   * Writes what is waiting, and the end of what is going on; ends the session if {@link
   * SessionStore#start} began it. The second time, nothing.
   *
   * @throws SessionException if that fails, or another process writes to the session now or has
   *     deleted it
   */
  @Override
  public void close() {
    if (!finish()) {
      return;
    }
    store.timer().remove(this);
    try {
      flush();
    } finally {
      store.release(id);
    }
    if (endsSession) {
      store.end(id);
    }
  }
}
