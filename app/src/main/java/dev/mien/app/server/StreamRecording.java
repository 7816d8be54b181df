package dev.mien.app.server;

import dev.mien.FrameResult;
import dev.mien.app.session.SessionException;
import dev.mien.app.session.SessionRecorder;
import dev.mien.event.ExpressionEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The session into which a stream is recorded, if any; the client receives a message when that
 * changes. {@link #add} is called by one thread at a time; all else is thread-safe.
 */
final class StreamRecording implements FrameSequence.Log {
  private final Sessions sessions;
  private final Consumer<String> client;
  private final AtomicReference<@Nullable SessionRecorder> recorder = new AtomicReference<>();
  private volatile boolean interrupted;
  private boolean closed; // Guarded by this.

  /**
   * @param client sends a message to the client
   */
  StreamRecording(Sessions sessions, Consumer<String> client) {
    this.sessions = sessions;
    this.client = client;
  }

  /**
   * Records into a session from now on.
   *
   * @param session its id, or null to record no longer
   * @throws SessionException if that session cannot be written
   */
  void attach(@Nullable String session) {
    detach();
    interrupted = false;
    if (session != null) {
      SessionRecorder writing = sessions.write(session);
      boolean tooLate;
      synchronized (this) {
        tooLate = closed;
        if (!closed) {
          recorder.set(writing);
        }
      }
      if (tooLate) {
        sessions.release(writing);
      }
    }
    client.accept(StreamMessages.session(session));
  }

  @Override
  public @Nullable Duration add(FrameResult result, List<ExpressionEvent> events) {
    SessionRecorder writing = recorder.get();
    if (writing == null) {
      return null;
    }
    if (!sessions.isWriting(writing)) {
      if (recorder.compareAndSet(writing, null)) {
        client.accept(StreamMessages.session(null)); // Ended, deleted or taken over.
      }
      return null;
    }
    try {
      Duration time = writing.add(result, events);
      if (interrupted) {
        interrupted = false;
        client.accept(StreamMessages.session(writing.id()));
      }
      return time;
    } catch (SessionException e) {
      failed(writing, e);
      return null;
    }
  }

  /** The client receives one message; when the store takes frames again, another. */
  private void failed(SessionRecorder writing, SessionException e) {
    boolean storeFailed = !e.isFinal();
    if (storeFailed ? interrupted : !recorder.compareAndSet(writing, null)) {
      return;
    }
    if (!storeFailed) {
      sessions.release(writing);
    }
    interrupted = storeFailed;
    String reason = String.valueOf(e.getMessage());
    client.accept(
        storeFailed ? StreamMessages.waiting(writing.id(), reason) : StreamMessages.lost(reason));
  }

  @Override
  public void addEvents(List<ExpressionEvent> ended) {
    SessionRecorder writing = recorder.get();
    if (writing != null) {
      writing.addEvents(ended);
    }
  }

  /** Records no longer. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    detach();
  }

  private void detach() {
    SessionRecorder writing = recorder.getAndSet(null);
    if (writing != null) {
      sessions.release(writing);
    }
  }
}
