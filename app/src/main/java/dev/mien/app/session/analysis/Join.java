package dev.mien.app.session.analysis;

import java.time.Duration;

/**
 * Two tracks that were taken for one person, because the second began where the first had ended.
 *
 * @param from when the first track ended
 * @param to when the second began
 * @param distance between both places, in face widths
 * @param sizeRatio size of the second face by that of the first
 */
public record Join(Duration from, Duration to, double distance, double sizeRatio) {
  private static final Duration MOMENT = Duration.ofSeconds(5);
  private static final double SAME_PLACE = 0.6;
  private static final double SAME_SIZE = 1.25;

  /** How sure it is that both are one person. */
  public enum Certainty {
    /** After a moment, at the same place and of the same size. */
    LIKELY,
    /** After a longer time, or at a neighbouring place: somebody else may have sat down there. */
    POSSIBLE
  }

  /** How sure this join is. */
  public Certainty certainty() {
    boolean sameSize = sizeRatio <= SAME_SIZE && sizeRatio >= 1 / SAME_SIZE;
    boolean soon = to.minus(from).compareTo(MOMENT) <= 0;
    return soon && distance <= SAME_PLACE && sameSize ? Certainty.LIKELY : Certainty.POSSIBLE;
  }
}
