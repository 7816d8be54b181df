package dev.mien.expression;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Calibrated probabilities of the eight expressions, and what follows from them. Immutable.
 *
 * <p>Valence and arousal are <em>derived</em>: the mean of the expressions' places on Russell's
 * circumplex, weighed by probability. They are not predictions of their own.
 */
public final class EmotionScores {
  private static final double SUM_TOLERANCE = 1e-3;

  /** No class was rarer in training than this; a share of 0 would divide by zero. */
  private static final double LEAST_SHARE = 1e-4;

  private final float[] probabilities;

  private EmotionScores(float[] probabilities) {
    this.probabilities = probabilities;
  }

  /**
   * @param probabilities one for each {@link Emotion}, in its order; they must sum to 1
   * @throws IllegalArgumentException if they do not
   */
  public static EmotionScores of(float[] probabilities) {
    if (probabilities.length != Emotion.values().length) {
      throw new IllegalArgumentException(probabilities.length + " probabilities instead of 8");
    }
    double sum = 0;
    for (float probability : probabilities) {
      if (!(probability >= 0)) {
        throw new IllegalArgumentException("a probability is negative or not a number");
      }
      sum += probability;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new IllegalArgumentException("the probabilities sum to " + sum + " instead of 1");
    }
    return new EmotionScores(probabilities.clone());
  }

  /** The probability of one expression, 0 to 1. */
  public double probability(Emotion emotion) {
    return probabilities[emotion.ordinal()];
  }

  /** The most probable expression; the first of equals. */
  public Emotion top() {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return Emotion.values()[best];
  }

  /** The probability of the most probable expression. */
  public double confidence() {
    return probability(top());
  }

  /** How much the probabilities spread: entropy over log 8; 0 is certainty, 1 is all equal. */
  public double ambiguity() {
    double entropy = 0;
    for (float probability : probabilities) {
      if (probability > 0) {
        entropy -= probability * Math.log(probability);
      }
    }
    return Math.min(1, entropy / Math.log(probabilities.length));
  }

  /** Derived pleasantness, -1 to 1. */
  public double valence() {
    return mean(Circumplex::valence);
  }

  /** Derived activation, -1 to 1. */
  public double arousal() {
    return mean(Circumplex::arousal);
  }

  private double mean(ToDoubleFunction<Emotion> coordinate) {
    double mean = 0;
    for (Emotion emotion : Emotion.values()) {
      mean += probability(emotion) * coordinate.applyAsDouble(emotion);
    }
    return mean;
  }

  /**
   * The scores over FER2013's seven: contempt is struck out and the others are scaled to sum to 1.
   */
  public EmotionScores withoutContempt() {
    float[] seven = probabilities.clone();
    seven[Emotion.CONTEMPT.ordinal()] = 0;
    float sum = 0;
    for (float probability : seven) {
      sum += probability;
    }
    for (int i = 0; i < seven.length; i++) {
      seven[i] =
          sum > 0
              ? seven[i] / sum
              : (i == Emotion.CONTEMPT.ordinal() ? 0 : 1f / (seven.length - 1));
    }
    return new EmotionScores(seven);
  }

  /**
   * The scores among faces whose expressions are distributed otherwise than in the training data:
   * every probability times the share among them, over the share in training, scaled to sum to 1.
   *
   * @param trained how often each expression was in the training data
   * @param target how often each occurs among the faces at hand
   */
  public EmotionScores withPrior(ClassPrior trained, ClassPrior target) {
    double[] weighed = new double[probabilities.length];
    double sum = 0;
    for (Emotion emotion : Emotion.values()) {
      double share = Math.max(LEAST_SHARE, trained.share(emotion));
      weighed[emotion.ordinal()] = probability(emotion) * target.share(emotion) / share;
      sum += weighed[emotion.ordinal()];
    }
    float[] corrected = new float[weighed.length];
    for (int c = 0; c < corrected.length; c++) {
      // What had no chance keeps none, unless nothing else is left.
      corrected[c] = (float) (sum > 0 ? weighed[c] / sum : target.share(Emotion.values()[c]));
    }
    return new EmotionScores(corrected);
  }

  /** The probabilities in the order of {@link Emotion}; a copy. */
  public float[] toArray() {
    return probabilities.clone();
  }

  /** The probabilities by expression, in order. */
  public Map<Emotion, Double> asMap() {
    Map<Emotion, Double> map = new LinkedHashMap<>();
    for (Emotion emotion : Emotion.values()) {
      map.put(emotion, probability(emotion));
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmotionScores scores
        && Arrays.equals(probabilities, scores.probabilities);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(probabilities);
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
