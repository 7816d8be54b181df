package dev.mien.app.session;

import java.time.Duration;

/**
 * A time range of a session, half open.
 *
 * @param from its beginning, since the session's start
 * @param to its end
 */
public record TimeRange(Duration from, Duration to) {
  /** Checks that the end does not come before the beginning. */
  public TimeRange {
    if (from.isNegative() || to.compareTo(from) < 0) {
      throw new IllegalArgumentException("a range of time cannot go from " + from + " to " + to);
    }
  }

  /** How long it is. */
  public Duration length() {
    return to.minus(from);
  }

  /** Whether a moment lies in it. */
  public boolean contains(Duration time) {
    return time.compareTo(from) >= 0 && time.compareTo(to) < 0;
  }
}
