package dev.mien.app.session;

import dev.mien.FrameResult;
import dev.mien.event.ExpressionEvent;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of one stream on a session's time and gives their tracks numbers that no earlier
 * stream of the session used. The first frame comes at the offset; all others keep their distance
 * to it.
 */
final class SessionClock {
  private final Duration offset;
  private final int trackOffset;
  private @Nullable Duration origin;
  private @Nullable Duration last;

  /**
   * @param offset where in the session the stream begins
   * @param trackOffset the largest track number that was used already
   */
  SessionClock(Duration offset, int trackOffset) {
    this.offset = offset;
    this.trackOffset = trackOffset;
  }

  /** The next frame. Sessions count microseconds, so neighbours are at least one apart. */
  RecordedFrame frame(FrameResult frame) {
    if (origin == null) {
      origin = frame.time();
    }
    Duration time = offset.plus(frame.time().minus(origin)).truncatedTo(ChronoUnit.MICROS);
    if (last != null && time.compareTo(last) <= 0) {
      time = last.plus(1, ChronoUnit.MICROS);
    }
    last = time;
    RecordedFrame recorded = RecordedFrame.of(frame, time);
    if (trackOffset == 0) {
      return recorded;
    }
    List<Observation> renumbered =
        recorded.observations().stream()
            .map(observation -> observation.withTrack(track(observation.track())))
            .toList();
    return new RecordedFrame(time, renumbered, recorded.cut());
  }

  /** What began or ended with that frame. */
  ExpressionEvent event(ExpressionEvent event, RecordedFrame frame) {
    int track = event.track() == 0 ? 0 : track(event.track());
    return new ExpressionEvent(event.rule(), event.kind(), frame.time(), track, event.value());
  }

  int track(int streamTrack) {
    return streamTrack + trackOffset;
  }
}
