package dev.mien.app.session;

import dev.mien.FrameResult;
import dev.mien.event.ExpressionEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the frames of one stream in memory, for a report without a store. Memory is bounded:
 * beyond 60,000 frames (half an hour at 30 a second) every second one is dropped, and so on;
 * figures are weighed by time and hardly notice. Not thread-safe.
 */
public final class RecordingBuilder {
  private static final int MAX_FRAMES = 60_000;

  private final NewSession session;
  private final Clock clock;
  private final Instant started;
  private final FrameThinning frames = new FrameThinning(MAX_FRAMES, frame -> 1);
  private final List<ExpressionEvent> events = new ArrayList<>();

  /** Begins. */
  public RecordingBuilder(NewSession session, Clock clock) {
    this.session = session;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Adds the next frame, at its own time. */
  public void add(FrameResult frame, List<ExpressionEvent> newEvents) {
    frames.add(RecordedFrame.of(frame, frame.time()));
    events.addAll(newEvents);
  }

  /** Adds what ended with the stream. */
  public void addEvents(List<ExpressionEvent> newEvents) {
    events.addAll(newEvents);
  }

  /** What was gathered. */
  public Recording build(@Nullable TimeRange baseline) {
    List<RecordedFrame> kept = frames.frames();
    SessionInfo info =
        new SessionInfo(
            "",
            session.name(),
            session.source(),
            session.model(),
            session.images(),
            started,
            clock.instant(),
            clock.instant(),
            kept.isEmpty() ? Duration.ZERO : kept.get(kept.size() - 1).time(),
            baseline);
    return new Recording(info, frames.count(), kept, events, Map.of());
  }
}
