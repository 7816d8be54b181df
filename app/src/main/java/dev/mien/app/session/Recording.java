package dev.mien.app.session;

import dev.mien.event.ExpressionEvent;
import java.util.List;
import java.util.Map;

/**
 * A session in memory.
 *
 * @param info what is known of it
 * @param frameCount how many frames the session has
 * @param frames in order of time; of a long session not all
 * @param events in order of time
 * @param portraits one small PNG in Base64 for each track, if images were kept
 */
public record Recording(
    SessionInfo info,
    int frameCount,
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
