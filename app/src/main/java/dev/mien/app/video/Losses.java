package dev.mien.app.video;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a source could not give, so far.
 *
 * @param damaged frames that were skipped because they were damaged
 * @param ranges in which something was damaged
 * @param dropped frames that a live source dropped because the reader was busy
 * @param reconnects how often a stream broke and was opened again
 */
public record Losses(long damaged, List<Range> ranges, long dropped, int reconnects) {
  /** Nothing was lost. */
  public static final Losses NONE = new Losses(0, List.of(), 0, 0);

  /** Copies the list. */
  public Losses {
    ranges = List.copyOf(ranges);
  }

  /** From one time stamp to another. */
  public record Range(Duration from, Duration to) {}

  Losses plus(Losses other) {
    List<Range> all = new ArrayList<>(ranges);
    all.addAll(other.ranges);
    return new Losses(
        damaged + other.damaged, all, dropped + other.dropped, reconnects + other.reconnects);
  }
}
