package dev.mien.app.video;

import java.time.Duration;

/**
 * How long to wait before a broken stream is opened again: twice as long each time.
 *
 * @param first wait
 * @param longest wait
 * @param attempts in a row after which the stream counts as gone
 */
public record BackOff(Duration first, Duration longest, int attempts) {
  /** Half a second to ten, about a minute in all. */
  public static final BackOff DEFAULT =
      new BackOff(Duration.ofMillis(500), Duration.ofSeconds(10), 10);

  /** The wait before an attempt, counted from 0. */
  Duration before(int attempt) {
    Duration wait = first;
    for (int i = 0; i < attempt && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) > 0 ? longest : wait;
  }
}
