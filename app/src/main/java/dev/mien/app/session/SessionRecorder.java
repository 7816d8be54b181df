package dev.mien.app.session;

import dev.mien.FaceInTime;
import dev.mien.FrameResult;
import dev.mien.event.ExpressionEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of one stream into a session, twice a second, each time in one transaction: a
 * crash of the process or the machine loses at most the last half second. While the database does
 * not answer, frames wait for it for ten seconds. Thread-safe.
 */
public final class SessionRecorder implements AutoCloseable {
  private static final long FLUSH_MILLIS = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN_IMAGES = Duration.ofSeconds(1);

  private final SessionStore store;
  private final String id;
  private final boolean images;
  private final boolean endsSession;
  private final SessionClock clock;
  private final Object writing = new Object();
  private final Map<Integer, Duration> lastImage = new HashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "mien-session-writer");
            thread.setDaemon(true);
            return thread;
          });
  private final ScheduledFuture<?> flushing;
  private List<RecordedFrame> frames = new ArrayList<>();
  private List<ExpressionEvent> events = new ArrayList<>();
  private List<FaceImage> pictures = new ArrayList<>();
  private int eventsWritten;
  private @Nullable Failure failure;

  /** The first of the failures in a row, and when it was. */
  private record Failure(Instant since, RuntimeException cause) {}

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
    flushing =
        timer.scheduleAtFixedRate(
            this::flushQuietly, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The session's id. */
  public String id() {
    return id;
  }

  /**
   * Adds the next frame with what began or ended in it.
   *
   * @return the frame's time within the session
   * @throws SessionException if the database has not taken anything for a while
   */
  public synchronized Duration add(FrameResult frame, List<ExpressionEvent> newEvents) {
    if (failure != null && failure.since().plus(PATIENCE).isBefore(store.clock().instant())) {
      throw new SessionException("session " + id + " cannot be written", failure.cause());
    }
    RecordedFrame recorded = clock.frame(frame);
    frames.add(recorded);
    newEvents.forEach(event -> events.add(clock.event(event, recorded)));
    if (images) {
      frame.faces().forEach(face -> keepImage(recorded.time(), face));
    }
    return recorded.time();
  }

  private void keepImage(Duration time, FaceInTime face) {
    int track = clock.track(face.track());
    Duration last = lastImage.get(track);
    if (last == null || time.minus(last).compareTo(BETWEEN_IMAGES) >= 0) {
      lastImage.put(track, time);
      pictures.add(FaceImage.of(time, track, face.face().aligned()));
    }
  }

  private void flushQuietly() {
    try {
      flush();
    } catch (RuntimeException e) {
      synchronized (this) {
        if (failure == null) {
          failure = new Failure(store.clock().instant(), e);
        }
      }
    }
  }

  /** Writes what is waiting, now. */
  public void flush() {
    synchronized (writing) {
      List<RecordedFrame> newFrames;
      List<ExpressionEvent> newEvents;
      List<FaceImage> newPictures;
      synchronized (this) {
        newFrames = frames;
        newEvents = events;
        newPictures = pictures;
        frames = new ArrayList<>();
        events = new ArrayList<>();
        pictures = new ArrayList<>();
      }
      try {
        store.write(
            handle -> {
              SessionRows.insertFrames(handle, id, newFrames);
              SessionRows.insertEvents(handle, id, eventsWritten, newEvents);
              newPictures.forEach(picture -> SessionRows.insertImage(handle, id, picture));
              SessionRows.heartbeat(handle, id, store.clock().millis());
            });
      } catch (RuntimeException e) {
        putBack(newFrames, newEvents, newPictures);
        throw e;
      }
      eventsWritten += newEvents.size();
      synchronized (this) {
        failure = null;
      }
    }
  }

  /** What could not be written waits in front of what came meanwhile. */
  private synchronized void putBack(
      List<RecordedFrame> oldFrames, List<ExpressionEvent> oldEvents, List<FaceImage> oldPictures) {
    oldFrames.addAll(frames);
    frames = oldFrames;
    oldEvents.addAll(events);
    events = oldEvents;
    oldPictures.addAll(pictures);
    pictures = oldPictures;
  }

  /** Writes what is waiting; ends the session if {@link SessionStore#start} began it. */
  @Override
  public void close() {
    flushing.cancel(false);
    timer.shutdown();
    flush();
    if (endsSession) {
      store.end(id);
    }
  }
}
