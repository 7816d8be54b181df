package dev.mien.training.predict;

import dev.mien.expression.ClassPrior;
import dev.mien.expression.EmotionScores;
import dev.mien.expression.ExpressionModel;
import dev.mien.expression.Prediction;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What a model says of a list of samples.
 *
 * @param ferPlus one row of eight probabilities per sample, in the order of {@link
 *     dev.mien.expression.Emotion}
 * @param fer2013 one row of seven probabilities per sample, in FER2013's order
 */
public record Predictions(float[][] ferPlus, float[][] fer2013) {
  private static final int BATCH = 32;

  /**
   * Asks a model.
   *
   * @param cropping turns a sample into what the model reads
   * @param progress receives the number of samples done so far
   * @throws IllegalArgumentException if the model reads faces of another size
   */
  public static Predictions of(
      ExpressionModel model, List<Sample> samples, Cropping cropping, IntConsumer progress) {
    float[][] ferPlus = new float[samples.size()][];
    float[][] fer2013 = new float[samples.size()][];
    for (int start = 0; start < samples.size(); start += BATCH) {
      List<Sample> batch = samples.subList(start, Math.min(samples.size(), start + BATCH));
      List<Prediction> predictions = model.predict(batch.stream().map(cropping::crop).toList());
      for (int i = 0; i < predictions.size(); i++) {
        ferPlus[start + i] = predictions.get(i).scores().toArray();
        fer2013[start + i] = predictions.get(i).fer2013Probabilities();
      }
      progress.accept(start + batch.size());
    }
    return new Predictions(ferPlus, fer2013);
  }

  /**
   * The mean of several answers: what an ensemble, or one model asked of several views, says.
   *
   * @param all one or more, of the same samples
   */
  public static Predictions mean(List<Predictions> all) {
    return new Predictions(
        meanRows(all.stream().map(Predictions::ferPlus).toList()),
        meanRows(all.stream().map(Predictions::fer2013).toList()));
  }

  /** The eight probabilities of every sample. */
  public List<EmotionScores> scores() {
    return Arrays.stream(ferPlus).map(EmotionScores::of).toList();
  }

  /** These answers with the prior of the eight exchanged; those of the seven stay. */
  public Predictions withPrior(ClassPrior trained, ClassPrior target) {
    return new Predictions(
        scores().stream()
            .map(scores -> scores.withPrior(trained, target).toArray())
            .toArray(float[][]::new),
        fer2013);
  }

  /** The answers for some of the samples. */
  public Predictions at(int[] indices) {
    return new Predictions(
        Arrays.stream(indices).mapToObj(i -> ferPlus[i]).toArray(float[][]::new),
        Arrays.stream(indices).mapToObj(i -> fer2013[i]).toArray(float[][]::new));
  }

  private static float[][] meanRows(List<float[][]> all) {
    float[][] mean = new float[all.get(0).length][];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = new float[all.get(0)[i].length];
      for (float[][] rows : all) {
        for (int c = 0; c < mean[i].length; c++) {
          mean[i][c] += rows[i][c] / all.size();
        }
      }
    }
    return mean;
  }

  /**
   * Which samples are answered rightly, by their labels in a protocol.
   *
   * @param scores one row of probabilities or logits per sample, in the order of the protocol's
   *     classes
   * @return 1 or 0 for each sample that has such a label, in their order
   */
  public static double[] right(Protocol protocol, List<Sample> samples, float[][] scores) {
    return IntStream.range(0, samples.size())
        .filter(i -> protocol.labelOf(samples.get(i)) >= 0)
        .mapToDouble(i -> protocol.labelOf(samples.get(i)) == argmax(scores[i]) ? 1 : 0)
        .toArray();
  }

  /** The index of the largest number, the first of equals. */
  public static int argmax(float[] row) {
    int best = 0;
    for (int c = 1; c < row.length; c++) {
      if (row[c] > row[best]) {
        best = c;
      }
    }
    return best;
  }
}
