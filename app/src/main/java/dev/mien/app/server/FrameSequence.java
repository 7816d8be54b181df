package dev.mien.app.server;

import dev.mien.FrameResult;
import dev.mien.MienStream;
import dev.mien.StreamOptions;
import dev.mien.event.EventDetector;
import dev.mien.event.EventRule;
import dev.mien.event.ExpressionEvent;
import java.time.Duration;
import java.util.List;

/**
 * The frames of one client, whichever way they come: each is decoded, read, searched for events and
 * reported to listeners. Not thread-safe: one frame at a time.
 */
final class FrameSequence {
  private static final Duration BEFORE_ALL = Duration.ofNanos(-1);

  private final String id;
  private final Services services;
  private final StreamOptions options;
  private MienStream stream;
  private EventDetector detector;
  private Duration last = BEFORE_ALL;

  /** What a frame shows, and what began or ended with it. */
  record Reading(FrameResult result, List<ExpressionEvent> events) {}

  /**
   * @param id under which its events are published
   */
  FrameSequence(String id, Services services, StreamOptions options) {
    this.id = id;
    this.services = services;
    this.options = options;
    stream = services.mien().stream(options);
    detector = new EventDetector(services.rules());
  }

  /** Reads the next frame. */
  Reading read(byte[] image, Duration time) {
    if (time.compareTo(last) <= 0) {
      throw Problem.badRequest("frames must come in order of time, from 0");
    }
    FrameResult result = stream.analyze(Uploads.decode(services.mien(), image), time);
    last = time;
    return new Reading(result, detector.update(result));
  }

  /**
   * Tells those who listen for events and those who watch the server.
   *
   * @param arrived when the frame came, of {@link System#nanoTime}
   */
  void publish(Reading reading, long arrived) {
    services.metrics().frame(System.nanoTime() - arrived, reading.result().faces().size());
    reading.events().forEach(event -> services.events().publish(id, event));
  }

  private void endEvents() {
    detector.end(last).forEach(event -> services.events().publish(id, event));
  }

  /** From the next frame on, other rules. */
  void use(List<EventRule> rules) {
    endEvents();
    detector = new EventDetector(rules);
  }

  /** The next frame is the first of another scene. */
  void restart() {
    endEvents();
    stream = services.mien().stream(options);
    last = BEFORE_ALL;
  }
}
