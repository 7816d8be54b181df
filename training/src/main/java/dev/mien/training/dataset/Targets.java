package dev.mien.training.dataset;

import dev.mien.expression.Emotion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a network is to say of every training sample, one row per sample.
 *
 * @param ferPlus distributions over {@link Emotion}; a row of zeros teaches nothing
 * @param fer2013 distributions over {@link Emotion#FER2013_ORDER}
 */
public record Targets(float[][] ferPlus, float[][] fer2013) {

  /**
   * FER+'s votes and FER2013's labels.
   *
   * @param labelSmoothing share of the label that is spread evenly over all seven
   */
  public static Targets of(List<Sample> samples, double labelSmoothing) {
    int eight = Emotion.values().length;
    int seven = Emotion.FER2013_ORDER.size();
    float[][] votes = new float[samples.size()][];
    float[][] labels = new float[samples.size()][seven];
    for (int i = 0; i < labels.length; i++) {
      Votes counted = samples.get(i).votes();
      votes[i] = counted == null ? new float[eight] : counted.distribution();
      for (int label = 0; label < seven; label++) {
        double even = labelSmoothing / seven;
        double share = label == samples.get(i).label() ? 1 - labelSmoothing + even : even;
        labels[i][label] = samples.get(i).label() < 0 ? 0 : (float) share;
      }
    }
    return new Targets(votes, labels);
  }

  /**
   * These targets mixed with what teachers say (Hinton et al., 2015). A sample that teaches nothing
   * goes on doing so.
   *
   * @param weight the teachers' share
   */
  public Targets blend(@Nullable Targets teachers, double weight) {
    return teachers == null
        ? this
        : new Targets(
            blend(ferPlus, teachers.ferPlus, weight), blend(fer2013, teachers.fer2013, weight));
  }

  private static float[][] blend(float[][] own, float[][] other, double weight) {
    float[][] blended = new float[own.length][];
    for (int i = 0; i < own.length; i++) {
      blended[i] = own[i].clone();
      double mass = 0;
      for (float share : own[i]) {
        mass += share;
      }
      for (int c = 0; c < blended[i].length; c++) {
        blended[i][c] = (float) ((1 - weight) * own[i][c] + weight * mass * other[i][c]);
      }
    }
    return blended;
  }

  /**
   * The share of every class among all targets of a head, no smaller than 1 in 1,000.
   *
   * @param rows {@link #ferPlus} or {@link #fer2013}
   */
  public static double[] prior(float[][] rows) {
    double[] prior = new double[rows[0].length];
    double total = 0;
    for (float[] row : rows) {
      for (int c = 0; c < row.length; c++) {
        prior[c] += row[c];
        total += row[c];
      }
    }
    for (int c = 0; c < prior.length; c++) {
      prior[c] = total == 0 ? 1.0 / prior.length : Math.max(1e-3, prior[c] / total);
    }
    return prior;
  }
}
