package dev.mien.app.session;

import dev.mien.FrameResult;
import dev.mien.event.ExpressionEvent;
import java.time.Duration;
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

  /**
   * @param offset where in the session the stream begins
   * @param trackOffset the largest track number that was used already
   */
  SessionClock(Duration offset, int trackOffset) {
    this.offset = offset;
    this.trackOffset = trackOffset;
  }

  Duration time(Duration streamTime) {
    if (origin == null) {
      origin = streamTime;
    }
    return offset.plus(streamTime.minus(origin));
  }

  RecordedFrame frame(FrameResult frame) {
    RecordedFrame recorded = RecordedFrame.of(frame, time(frame.time()));
    if (trackOffset == 0) {
      return recorded;
    }
    List<Observation> renumbered =
        recorded.observations().stream()
            .map(observation -> observation.withTrack(track(observation.track())))
            .toList();
    return new RecordedFrame(recorded.time(), renumbered);
  }

  ExpressionEvent event(ExpressionEvent event) {
    int track = event.track() == 0 ? 0 : track(event.track());
    return new ExpressionEvent(
        event.rule(), event.kind(), time(event.time()), track, event.value());
  }

  int track(int streamTrack) {
    return streamTrack + trackOffset;
  }
}
