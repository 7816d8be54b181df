package dev.mien.training.train;

import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Targets;
import dev.mien.training.network.HybridNet;
import dev.mien.training.predict.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What a network says of a list of samples.
 *
 * @param ferPlus one row of 8 logits per sample
 * @param fer2013 one row of 7 logits per sample
 */
public record Logits(float[][] ferPlus, float[][] fer2013) {
  private static final int BATCH = 128;

  /** Runs the network, in inference mode and without gradients. */
  public static Logits of(HybridNet network, List<Sample> samples) {
    return of(network, samples, done -> {});
  }

  /**
   * Runs the network, in inference mode and without gradients.
   *
   * @param progress receives the number of samples done so far
   */
  public static Logits of(HybridNet network, List<Sample> samples, IntConsumer progress) {
    List<float[]> ferPlus = new ArrayList<>();
    List<float[]> fer2013 = new ArrayList<>();
    for (int start = 0; start < samples.size(); start += BATCH) {
      List<Sample> batch = samples.subList(start, Math.min(samples.size(), start + BATCH));
      HybridNet.Inference answers = network.infer(batch.stream().map(Sample::pixels).toList());
      ferPlus.addAll(Arrays.asList(answers.ferPlus()));
      fer2013.addAll(Arrays.asList(answers.fer2013()));
      progress.accept(start + batch.size());
    }
    return new Logits(ferPlus.toArray(float[][]::new), fer2013.toArray(float[][]::new));
  }

  /** The probabilities that the logits mean as they are, not calibrated. */
  public Predictions answers() {
    return new Predictions(probabilities(ferPlus), probabilities(fer2013));
  }

  private static float[][] probabilities(float[][] logits) {
    return Arrays.stream(logits).map(row -> softmax(row, 1)).toArray(float[][]::new);
  }

  /** The probabilities that logits mean at a temperature. */
  public static float[] softmax(float[] logits, double temperature) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] powers = new double[logits.length];
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      powers[c] = Math.exp((logits[c] - largest) / temperature);
      sum += powers[c];
    }
    float[] probabilities = new float[logits.length];
    for (int c = 0; c < logits.length; c++) {
      probabilities[c] = (float) (powers[c] / sum);
    }
    return probabilities;
  }

  /**
   * The share of the samples in {@code protocol} whose largest logit is at their label; NaN if
   * there are none.
   */
  public double accuracy(List<Sample> samples, Protocol protocol) {
    float[][] logits = protocol.needsVotes() ? ferPlus : fer2013;
    return Arrays.stream(Predictions.right(protocol, samples, logits)).average().orElse(Double.NaN);
  }

  /**
   * The mean cross-entropy of both heads against {@code targets}, added up, in nats. Samples whose
   * target is all zeros are left out of their head's mean; NaN without samples.
   */
  public double loss(Targets targets) {
    return Arrays.stream(losses(targets)).average().orElse(Double.NaN);
  }

  /**
   * What each sample adds to {@link #loss}: the mean of these is the loss. A head that counts only
   * some of the samples counts these the more.
   */
  public double[] losses(Targets targets) {
    double[] sums = new double[ferPlus.length];
    addCrossEntropy(ferPlus, targets.ferPlus(), sums);
    addCrossEntropy(fer2013, targets.fer2013(), sums);
    return sums;
  }

  private static void addCrossEntropy(float[][] logits, float[][] targets, double[] sums) {
    double[] losses = new double[logits.length];
    int counted = 0;
    for (int i = 0; i < logits.length; i++) {
      float[] probabilities = softmax(logits[i], 1);
      double mass = 0;
      for (int c = 0; c < probabilities.length; c++) {
        mass += targets[i][c];
        losses[i] -= targets[i][c] * Math.log(Math.max(probabilities[c], Float.MIN_NORMAL));
      }
      counted += mass > 0 ? 1 : 0;
    }
    for (int i = 0; i < losses.length; i++) {
      sums[i] += counted == 0 ? 0 : losses[i] * losses.length / counted;
    }
  }
}
