package dev.mien.expression;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How often each expression occurs among some faces: eight shares that sum to 1. Immutable.
 *
 * <p>A model's probabilities rest on how often each expression was in its training data. Among
 * people whose expressions are distributed otherwise (posed pictures, say), they are better once
 * that prior is exchanged: {@link EmotionScores#withPrior}.
 */
public final class ClassPrior {
  /** So many faces of the training prior join an estimate, so that few faces do not overrule it. */
  private static final double PSEUDO_FACES = 10;

  private static final int MAX_ITERATIONS = 1000;
  private static final double CONVERGED = 1e-6;
  private static final JsonMapper JSON = new JsonMapper();

  private final double[] shares;

  private ClassPrior(double[] shares) {
    this.shares = shares;
  }

  /** Every expression as often as every other. */
  public static ClassPrior uniform() {
    int count = Emotion.values().length;
    double[] shares = new double[count];
    Arrays.fill(shares, 1.0 / count);
    return new ClassPrior(shares);
  }

  /**
   * A prior from counts or shares, which are scaled to sum to 1.
   *
   * @param weights one for each {@link Emotion}, in its order, 0 or more, not all 0
   * @throws IllegalArgumentException if they are not
   */
  public static ClassPrior of(double... weights) {
    if (weights.length != Emotion.values().length) {
      throw new IllegalArgumentException(weights.length + " shares instead of 8");
    }
    double sum = 0;
    for (double weight : weights) {
      if (!(weight >= 0) || Double.isInfinite(weight)) {
        throw new IllegalArgumentException("a share is negative or not a number");
      }
      sum += weight;
    }
    if (sum == 0 || Double.isInfinite(sum)) {
      throw new IllegalArgumentException(
          sum == 0 ? "all shares are 0" : "the shares are too large to be added");
    }
    double total = sum;
    return new ClassPrior(Arrays.stream(weights).map(weight -> weight / total).toArray());
  }

  /**
   * Reads a prior from JSON: an object with a count or share for each expression that occurs, such
   * as {@code {"happiness": 207, "anger": 135}}; expressions that are not named do not occur.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public static ClassPrior parse(String json) {
    JsonNode object;
    try {
      object = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "it is not JSON"
              + (e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr()),
          e);
    }
    if (!object.isObject()) {
      throw new IllegalArgumentException("it is not a JSON object of expressions and shares");
    }
    double[] weights = new double[Emotion.values().length];
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!field.getValue().isNumber()) {
        throw new IllegalArgumentException(field.getKey() + " has no number");
      }
      weights[Emotion.ofLabel(field.getKey()).ordinal()] = field.getValue().asDouble();
    }
    return of(weights);
  }

  /**
   * Estimates the prior of faces from a model's answers to them, without labels, by expectation
   * maximisation (Saerens, Latinne and Decaestecker, Neural Computation 2002). Ten faces of the
   * training prior join in, so that an estimate from few faces stays near it.
   *
   * @param answers calibrated probabilities as the model gave them, under its training prior
   * @param trained the training prior
   */
  public static ClassPrior estimate(List<EmotionScores> answers, ClassPrior trained) {
    ClassPrior estimate = trained;
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      ClassPrior next = estimate.improved(answers, trained);
      double change = 0;
      for (int c = 0; c < next.shares.length; c++) {
        change = Math.max(change, Math.abs(next.shares[c] - estimate.shares[c]));
      }
      estimate = next;
      if (change < CONVERGED) {
        break;
      }
    }
    return estimate;
  }

  /** One step: the mean of the probabilities that the answers have under this prior. */
  ClassPrior improved(Iterable<EmotionScores> answers, ClassPrior trained) {
    double[] sums = new double[shares.length];
    for (int c = 0; c < sums.length; c++) {
      sums[c] = PSEUDO_FACES * trained.shares[c];
    }
    for (EmotionScores answer : answers) {
      float[] probabilities = answer.withPrior(trained, this).toArray();
      for (int c = 0; c < sums.length; c++) {
        sums[c] += probabilities[c];
      }
    }
    return of(sums);
  }

  /** The share of one expression, 0 to 1. */
  public double share(Emotion emotion) {
    return shares[emotion.ordinal()];
  }

  /** The shares in the order of {@link Emotion}; a copy. */
  public double[] toArray() {
    return shares.clone();
  }

  /** The shares by expression, in order. */
  public Map<Emotion, Double> asMap() {
    Map<Emotion, Double> map = new LinkedHashMap<>();
    for (Emotion emotion : Emotion.values()) {
      map.put(emotion, share(emotion));
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassPrior prior && Arrays.equals(shares, prior.shares);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shares);
  }

  /** Such as {@code neutral 35 %, happiness 27 %, …}; what does not occur is left out. */
  @Override
  public String toString() {
    return asMap().entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(
            entry ->
                String.format(
                    Locale.ROOT, "%s %.0f %%", entry.getKey().label(), 100 * entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
