package dev.mien.app.session;

import dev.mien.event.ExpressionEvent;
import java.util.List;
import java.util.Map;

/**
 * A session in memory.
 *
 * @param info what is known of it
 * @param frames in order of time
 * @param events in order of time
 * @param portraits one small PNG in Base64 for each track, if images were kept
 */
public record Recording(
    SessionInfo info,
    List<RecordedFrame> frames,
    List<ExpressionEvent> events,
    Map<Integer, String> portraits) {
  /** Copies lists and map. */
  public Recording {
    frames = List.copyOf(frames);
    events = List.copyOf(events);
    portraits = Map.copyOf(portraits);
  }
}
