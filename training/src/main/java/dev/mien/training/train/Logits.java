package dev.mien.training.train;

import dev.mien.expression.Emotion;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.network.HybridNet;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * What a network says of a list of samples.
 *
 * @param votes one row of 8 logits per sample
 * @param labels one row of 7 logits per sample
 */
public record Logits(float[][] votes, float[][] labels) {
  private static final int BATCH = 128;
  private static final int PIXELS = Sample.SIZE * Sample.SIZE;

  /** Runs the network, in inference mode and without gradients. */
  public static Logits of(HybridNet network, List<Sample> samples) {
    network.state().infer();
    float[][] votes = new float[samples.size()][Emotion.values().length];
    float[][] labels = new float[samples.size()][Emotion.FER2013_ORDER.size()];
    for (int start = 0; start < samples.size(); start += BATCH) {
      List<Sample> batch = samples.subList(start, Math.min(samples.size(), start + BATCH));
      float[] faces = new float[batch.size() * PIXELS];
      for (int i = 0; i < batch.size(); i++) {
        byte[] pixels = batch.get(i).pixels();
        for (int p = 0; p < PIXELS; p++) {
          faces[i * PIXELS + p] = pixels[p] & 0xff;
        }
      }
      try (PointerScope scope = new PointerScope();
          AutoGradMode off = new AutoGradMode(false)) {
        HybridNet.Output output = network.forward(faces(faces, batch.size()));
        copyRows(output.votes(), votes, start);
        copyRows(output.labels(), labels, start);
      }
    }
    return new Logits(votes, labels);
  }

  /** A batch of grey values, 0 to 255, as the tensor that {@link HybridNet#forward} reads. */
  static Tensor faces(float[] values, int count) {
    return Tensor.create(values, count, 1, Sample.SIZE, Sample.SIZE);
  }

  private static void copyRows(Tensor tensor, float[][] rows, int start) {
    Tensor dense = tensor.contiguous();
    FloatBuffer values = dense.createBuffer();
    for (int i = 0; i < tensor.size(0); i++) {
      values.get(rows[start + i]);
    }
  }

  /** The share of the samples in {@code protocol} whose largest logit is at their label; NaN if there are none. */
  public double accuracy(List<Sample> samples, Protocol protocol) {
    int counted = 0;
    int right = 0;
    for (int i = 0; i < samples.size(); i++) {
      int label = protocol.labelOf(samples.get(i));
      if (label >= 0) {
        counted++;
        right += argmax(protocol.needsVotes() ? votes[i] : labels[i]) == label ? 1 : 0;
      }
    }
    return counted == 0 ? Double.NaN : (double) right / counted;
  }

  private static int argmax(float[] row) {
    int best = 0;
    for (int c = 1; c < row.length; c++) {
      if (row[c] > row[best]) {
        best = c;
      }
    }
    return best;
  }
}
