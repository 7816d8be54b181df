package dev.mien.event;

import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import java.util.Set;

/** What a rule looks at. */
public sealed interface Signal {

  /** The probability that one of these expressions is shown: their sum, 0 to 1. */
  record AnyOf(Set<Emotion> emotions) implements Signal {
    /** Copies the set, which must not be empty. */
    public AnyOf {
      if (emotions.isEmpty()) {
        throw new IllegalArgumentException("a rule needs at least one expression");
      }
      emotions = Set.copyOf(emotions);
    }

    @Override
    public double of(EmotionScores scores) {
      return emotions.stream().mapToDouble(scores::probability).sum();
    }
  }

  /** Derived pleasantness, -1 to 1. */
  record Valence() implements Signal {
    @Override
    public double of(EmotionScores scores) {
      return scores.valence();
    }

    @Override
    public double lowest() {
      return -1;
    }
  }

  /** Derived activation, -1 to 1. */
  record Arousal() implements Signal {
    @Override
    public double of(EmotionScores scores) {
      return scores.arousal();
    }

    @Override
    public double lowest() {
      return -1;
    }
  }

  /**
   * Whether nobody can be seen at all: a signal of the stream rather than of a person. Zero for
   * whoever can be seen.
   */
  record NoFace() implements Signal {
    @Override
    public double of(EmotionScores scores) {
      return 0;
    }
  }

  /** The value in a person's smoothed scores, at most 1. */
  double of(EmotionScores scores);

  /** The lowest value there can be: -1 or 0. */
  default double lowest() {
    return 0;
  }
}
