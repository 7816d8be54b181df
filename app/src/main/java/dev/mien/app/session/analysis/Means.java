package dev.mien.app.session.analysis;

import dev.mien.app.session.Observation;
import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import java.util.Arrays;
import java.util.List;

/**
 * Means over time of smoothed probabilities and of what follows from them.
 *
 * @param probabilities in the order of {@link Emotion}
 * @param valence derived, -1 to 1
 * @param arousal derived, -1 to 1
 * @param ambiguity 0 to 1
 * @param seconds over which they were taken
 */
public record Means(
    double[] probabilities, double valence, double arousal, double ambiguity, double seconds) {

  /** The mean probability of an expression. */
  public double probability(Emotion emotion) {
    return probabilities[emotion.ordinal()];
  }

  /** How much larger these are than others. */
  public Means minus(Means other) {
    double[] difference = probabilities.clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= other.probabilities[i];
    }
    return new Means(
        difference,
        valence - other.valence,
        arousal - other.arousal,
        ambiguity - other.ambiguity,
        seconds);
  }

  static Means of(List<Sample> samples) {
    double[] probabilities = new double[Emotion.values().length];
    double valence = 0;
    double arousal = 0;
    double ambiguity = 0;
    double seconds = 0;
    for (Sample sample : samples) {
      Observation observation = sample.observation();
      if (observation != null) {
        EmotionScores scores = observation.smoothed();
        for (Emotion emotion : Emotion.values()) {
          probabilities[emotion.ordinal()] += sample.seconds() * scores.probability(emotion);
        }
        valence += sample.seconds() * scores.valence();
        arousal += sample.seconds() * scores.arousal();
        ambiguity += sample.seconds() * scores.ambiguity();
        seconds += sample.seconds();
      }
    }
    double total = seconds > 0 ? seconds : 1;
    return new Means(
        Arrays.stream(probabilities).map(p -> p / total).toArray(),
        valence / total,
        arousal / total,
        ambiguity / total,
        seconds);
  }
}
