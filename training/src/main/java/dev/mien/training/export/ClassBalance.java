package dev.mien.training.export;

import dev.mien.expression.ClassPrior;
import dev.mien.expression.Emotion;
import dev.mien.training.evaluate.ConfusionMatrix;
import dev.mien.training.predict.Predictions;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Gives rare classes back what training took from them: a share of the logarithm of every class's
 * frequency is taken off its logit (Menon et al., ICLR 2021, post hoc). How large a share is chosen
 * on the validation split: the one with the best macro F1 whose accuracy is not below the plain
 * one's by more than a fifth of a point.
 *
 * @param share of the logarithm; 0 changes nothing
 * @param offsets to add to the logits
 */
record ClassBalance(double share, float[] offsets) {
  /** Changes nothing. */
  static final ClassBalance NONE = new ClassBalance(0, new float[Emotion.values().length]);

  private static final double STEP = 0.05;
  private static final int STEPS = 20;
  private static final double ACCURACY_LOSS = 0.002;

  /**
   * Chooses.
   *
   * @param logits of the validation split
   * @param labels one per sample; -1 leaves the sample out
   * @param prior the share of every class in training
   */
  static ClassBalance choose(float[][] logits, int[] labels, double[] prior) {
    ConfusionMatrix plain = matrix(logits, labels, offsets(prior, 0));
    double share = 0;
    double best = plain.macroF1();
    for (int step = 1; step <= STEPS; step++) {
      ConfusionMatrix matrix = matrix(logits, labels, offsets(prior, step * STEP));
      if (matrix.accuracy() >= plain.accuracy() - ACCURACY_LOSS && matrix.macroF1() > best) {
        best = matrix.macroF1();
        share = step * STEP;
      }
    }
    return new ClassBalance(share, offsets(prior, share));
  }

  private static ConfusionMatrix matrix(float[][] logits, int[] labels, float[] offsets) {
    ConfusionMatrix matrix = new ConfusionMatrix(offsets.length);
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= 0) {
        matrix.add(labels[i], Predictions.argmax(shifted(logits[i], offsets)));
      }
    }
    return matrix;
  }

  /** Offsets whose mean under the prior is 0, so that the level of the logits stays. */
  private static float[] offsets(double[] prior, double share) {
    double mean =
        IntStream.range(0, prior.length).mapToDouble(c -> prior[c] * Math.log(prior[c])).sum();
    float[] offsets = new float[prior.length];
    for (int c = 0; c < offsets.length; c++) {
      offsets[c] = (float) (-share * (Math.log(prior[c]) - mean));
    }
    return offsets;
  }

  /** What undoes the offsets. */
  float[] negated() {
    float[] negated = new float[offsets.length];
    for (int c = 0; c < negated.length; c++) {
      negated[c] = -offsets[c];
    }
    return negated;
  }

  /**
   * How often the balanced model expects each class.
   *
   * @param trained the share of every class in training
   * @param adjustment what training itself took off the logarithms of these shares
   */
  ClassPrior expected(double[] trained, double adjustment) {
    return ClassPrior.of(
        Arrays.stream(trained).map(portion -> Math.pow(portion, 1 - adjustment - share)).toArray());
  }

  /** For the card; empty if nothing is changed. */
  String inWords() {
    return share == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; %.2f of the log class frequencies taken off the vote logits, chosen on the validation split",
            share);
  }

  /** All rows with the offsets added. */
  float[][] apply(float[][] logits) {
    return Arrays.stream(logits).map(row -> shifted(row, offsets)).toArray(float[][]::new);
  }

  private static float[] shifted(float[] row, float[] offsets) {
    float[] shifted = row.clone();
    for (int c = 0; c < shifted.length; c++) {
      shifted[c] += offsets[c];
    }
    return shifted;
  }
}
