package dev.mien.training.dataset;

import dev.mien.expression.Emotion;
import java.util.Arrays;

/**
 * The ten crowd votes that FER+ (Barsoum et al., ICMI 2016) gives an image: eight emotions in the
 * order of {@link Emotion}, then "unknown" and "not a face".
 */
public final class Votes {
  static final int COLUMNS = 10;
  private static final int EMOTIONS = Emotion.values().length;

  private final int[] counts;

  Votes(int[] counts) {
    if (counts.length != COLUMNS) {
      throw new IllegalArgumentException(counts.length + " vote columns instead of " + COLUMNS);
    }
    this.counts = counts.clone();
  }

  /** The ten counts in the order of the columns. */
  @Override
  public String toString() {
    return Arrays.toString(counts);
  }

  /** All ten votes for one emotion: what a source says that knows no doubt. */
  public static Votes unanimous(Emotion emotion) {
    int[] counts = new int[COLUMNS];
    counts[emotion.ordinal()] = COLUMNS;
    return new Votes(counts);
  }

  /**
   * The emotion that more than half of the votes name once single votes are dropped as outliers, or
   * -1 if there is none or if "unknown" or "not a face" wins.
   */
  int strictMajority() {
    int[] kept = Arrays.stream(counts).map(count -> count > 1 ? count : 0).toArray();
    int winner = argmax(kept, COLUMNS);
    return winner < EMOTIONS && 2 * kept[winner] > Arrays.stream(kept).sum() ? winner : -1;
  }

  /**
   * The emotion with the most votes, the first of equals; -1 if "unknown" or "not a face" has more
   * than any.
   */
  int plurality() {
    int winner = argmax(counts, COLUMNS);
    return winner < EMOTIONS && counts[winner] > 0 ? winner : -1;
  }

  /** Whether "not a face" has more votes than anything else. */
  public boolean isNoFace() {
    return argmax(counts, COLUMNS) == COLUMNS - 1;
  }

  /**
   * The share of each emotion among the votes that name one, single votes dropped as outliers
   * unless nothing else is left. All zeros if "not a face" or "unknown" holds more than half, so
   * that the image teaches nothing.
   */
  public float[] distribution() {
    float[] shares = new float[EMOTIONS];
    int total = Arrays.stream(counts).sum();
    int named = Arrays.stream(counts, 0, EMOTIONS).sum();
    if (2 * named <= total) {
      return shares;
    }
    int threshold = Arrays.stream(counts, 0, EMOTIONS).max().orElse(0) > 1 ? 2 : 1;
    int kept = 0;
    for (int i = 0; i < EMOTIONS; i++) {
      if (counts[i] >= threshold) {
        shares[i] = counts[i];
        kept += counts[i];
      }
    }
    for (int i = 0; i < EMOTIONS; i++) {
      shares[i] /= kept;
    }
    return shares;
  }

  private static int argmax(int[] values, int length) {
    int best = 0;
    for (int i = 1; i < length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
