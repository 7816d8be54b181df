package dev.mien.tracking;

import dev.mien.expression.EmotionScores;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Steadies the probabilities of every track: an exponential mean whose memory is a time, so that it
 * does the same at any frame rate. After a gap it starts anew rather than mixing what was with what
 * is.
 */
public final class ScoreSmoother {
  private final double timeConstant;
  private final Duration gap;
  private final Map<Integer, State> states = new HashMap<>();

  private record State(Duration time, float[] mean) {}

  /**
   * @param timeConstant after which an old state counts for 37 % (1 / e); zero passes raw values on
   * @param gap after which a track starts anew
   */
  public ScoreSmoother(Duration timeConstant, Duration gap) {
    if (timeConstant.isNegative() || gap.isNegative()) {
      throw new IllegalArgumentException("a time constant and a gap cannot be negative");
    }
    this.timeConstant = timeConstant.toNanos() / 1e9;
    this.gap = gap;
  }

  /**
   * The steadied scores of a track.
   *
   * @param time of the frame; later than that of the track's frame before
   * @throws IllegalArgumentException if time does not move on
   */
  public EmotionScores update(int track, Duration time, EmotionScores raw) {
    float[] now = raw.toArray();
    State before = states.get(track);
    if (before != null && time.compareTo(before.time()) <= 0) {
      throw new IllegalArgumentException(
          "frames must come in order: " + time + " after " + before.time());
    }
    if (before != null && time.minus(before.time()).compareTo(gap) <= 0) {
      double seconds = time.minus(before.time()).toNanos() / 1e9;
      double keep = timeConstant == 0 ? 0 : Math.exp(-seconds / timeConstant);
      for (int i = 0; i < now.length; i++) {
        now[i] = (float) (keep * before.mean()[i] + (1 - keep) * now[i]);
      }
    }
    states.put(track, new State(time, now));
    return EmotionScores.of(now);
  }

  /** Forgets every track that {@code kept} does not name. */
  public void retain(Iterable<Integer> kept) {
    Map<Integer, State> remaining = new HashMap<>();
    for (int track : kept) {
      State state = states.get(track);
      if (state != null) {
        remaining.put(track, state);
      }
    }
    states.keySet().retainAll(remaining.keySet());
  }
}
