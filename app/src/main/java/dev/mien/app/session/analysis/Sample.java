package dev.mien.app.session.analysis;

import dev.mien.app.session.Observation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One frame from one person's point of view.
 *
 * @param time since the session's start
 * @param seconds for which the frame stands
 * @param observation what was seen of the person, or null if nothing
 */
record Sample(Duration time, double seconds, @Nullable Observation observation) {
  Duration end() {
    return time.plusNanos(Math.round(seconds * 1e9));
  }
}
