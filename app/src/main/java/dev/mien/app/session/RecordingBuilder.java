package dev.mien.app.session;

import dev.mien.FrameResult;
import dev.mien.event.ExpressionEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the frames of one stream in memory, about 400 bytes for each face in each frame, for a
 * report without a store. Not thread-safe.
 */
public final class RecordingBuilder {
  private final NewSession session;
  private final Clock clock;
  private final Instant started;
  private final List<RecordedFrame> frames = new ArrayList<>();
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

  /** What was gathered. */
  public Recording build(@Nullable Stretch baseline) {
    SessionInfo info =
        new SessionInfo(
            "",
            session.name(),
            session.source(),
            session.model(),
            started,
            clock.instant(),
            clock.instant(),
            baseline);
    return new Recording(info, frames, events, Map.of());
  }
}
