package dev.mien.app.server;

import dev.mien.FrameResult;
import dev.mien.MienStream;
import dev.mien.StreamOptions;
import dev.mien.event.EventDetector;
import dev.mien.event.EventRule;
import dev.mien.event.ExpressionEvent;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one client, whichever way they come: each is decoded, read, searched for events,
 * recorded and reported to listeners. One frame at a time; events may be ended by any thread
 * meanwhile.
 */
final class FrameSequence {
  private static final Duration BEFORE_ALL = Duration.ofNanos(-1);

  private final String id;
  private final Services services;
  private final StreamOptions options;
  private final Log log;
  private MienStream stream;
  private EventDetector detector; // Guarded by this, as the next two are.
  private Duration last = BEFORE_ALL;
  private boolean closed;

  /** Where frames are recorded. Each call comes after the one before it. */
  interface Log {
    /**
     * Adds a frame with what began or ended in it.
     *
     * @return its time in the session, or null if it was not recorded
     */
    @Nullable Duration add(FrameResult result, List<ExpressionEvent> events);

    /** Adds what ended after the last frame. */
    void addEvents(List<ExpressionEvent> ended);
  }

  /** What a frame shows, what began or ended with it, and its time in the session if recorded. */
  record Reading(
      FrameResult result, List<ExpressionEvent> events, @Nullable Duration sessionTime) {}

  /**
   * @param id under which its events are published
   */
  FrameSequence(String id, Services services, StreamOptions options, Log log) {
    this.id = id;
    this.services = services;
    this.options = options;
    this.log = log;
    stream = services.mien().stream(options);
    detector = new EventDetector(services.rules());
  }

  /**
   * Reads the next frame.
   *
   * @param arrived when the frame came, of {@link System#nanoTime}
   */
  Reading read(byte[] image, Duration time, long arrived) {
    requireLater(time);
    FrameResult result = stream.analyze(Uploads.decode(services.mien(), image), time);
    Reading reading = record(result);
    services.metrics().frame(System.nanoTime() - arrived, result.faces().size());
    return reading;
  }

  private synchronized void requireLater(Duration time) {
    if (time.compareTo(last) <= 0) {
      throw Problem.badRequest("frames must come in order of time, from 0");
    }
  }

  private synchronized Reading record(FrameResult result) {
    last = result.time();
    if (closed) {
      return new Reading(result, List.of(), null);
    }
    List<ExpressionEvent> events = detector.update(result);
    Duration sessionTime = log.add(result, events);
    publish(events);
    return new Reading(result, events, sessionTime);
  }

  private void publish(List<ExpressionEvent> events) {
    events.forEach(event -> services.events().publish(id, event));
  }

  private synchronized void endEvents() {
    List<ExpressionEvent> ended = detector.end(last);
    log.addEvents(ended);
    publish(ended);
  }

  /** From the next frame on, other rules. */
  synchronized void use(List<EventRule> rules) {
    endEvents();
    detector = new EventDetector(rules);
  }

  /** The next frame is the first of another scene. */
  synchronized void restart() {
    endEvents();
    stream = services.mien().stream(options);
    last = BEFORE_ALL;
  }

  /** What is going on ends. A frame that is being read is not recorded any more. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      endEvents();
    }
  }
}
