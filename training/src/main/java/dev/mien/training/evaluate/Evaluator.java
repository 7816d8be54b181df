package dev.mien.training.evaluate;

import dev.mien.expression.ExpressionModel;
import dev.mien.expression.Prediction;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import java.util.List;
import java.util.function.IntConsumer;

/** Runs a model file over one split, and evaluates its answers under any protocol. */
public final class Evaluator {
  private static final int BATCH = 32;

  private final Split split;
  private final List<Sample> samples;
  private final float[][] votes;
  private final float[][] labels;

  /**
   * Predicts for all samples of the split.
   *
   * @param cropping turns a sample into what the model reads
   * @param progress hears how many samples are done
   * @throws IllegalArgumentException if the split is empty or the model reads faces of another size
   */
  public Evaluator(
      ExpressionModel model,
      List<Sample> all,
      Split split,
      Cropping cropping,
      IntConsumer progress) {
    this.split = split;
    samples = all.stream().filter(sample -> sample.split() == split).toList();
    if (samples.isEmpty()) {
      throw new IllegalArgumentException("the data has no images in its " + split + " split");
    }
    votes = new float[samples.size()][];
    labels = new float[samples.size()][];
    for (int start = 0; start < samples.size(); start += BATCH) {
      List<Sample> batch = samples.subList(start, Math.min(samples.size(), start + BATCH));
      List<Prediction> predictions = model.predict(batch.stream().map(cropping::crop).toList());
      for (int i = 0; i < predictions.size(); i++) {
        votes[start + i] = predictions.get(i).scores().toArray();
        labels[start + i] = predictions.get(i).fer2013Probabilities();
      }
      progress.accept(start + batch.size());
    }
  }

  /**
   * Evaluates under one protocol: FER+ by the eight probabilities, FER2013 by the second head's
   * seven.
   */
  public Evaluation evaluate(Protocol protocol) {
    int[] truth = samples.stream().mapToInt(protocol::labelOf).toArray();
    return Evaluation.of(protocol, split, protocol.needsVotes() ? votes : labels, truth);
  }
}
