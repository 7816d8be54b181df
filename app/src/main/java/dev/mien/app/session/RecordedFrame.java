package dev.mien.app.session;

import dev.mien.FrameResult;
import java.time.Duration;
import java.util.List;

/**
 * A frame, as sessions keep it.
 *
 * @param time since the session's start
 * @param observations one for each face; empty if there was none
 * @param cut whether the frame shows another picture than the one before
 */
public record RecordedFrame(Duration time, List<Observation> observations, boolean cut) {
  /** Copies the list. */
  public RecordedFrame {
    observations = List.copyOf(observations);
  }

  /** What a session keeps of a frame, at a time of its own. */
  public static RecordedFrame of(FrameResult frame, Duration time) {
    return new RecordedFrame(
        time, frame.faces().stream().map(Observation::of).toList(), frame.cut());
  }

  /** The same frame behind a cut. */
  RecordedFrame behindCut() {
    return new RecordedFrame(time, observations, true);
  }
}
