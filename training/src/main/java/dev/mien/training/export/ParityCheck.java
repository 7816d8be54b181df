package dev.mien.training.export;

import dev.mien.expression.AttentionMap;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.Prediction;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.face.AlignedFace;
import dev.mien.geometry.Similarity;
import dev.mien.training.network.HybridNet;
import dev.mien.training.train.Logits;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Compares a network in PyTorch with its exported file in ONNX Runtime, all outputs, on real faces
 * and on noise.
 */
public final class ParityCheck {
  /** The largest difference of any number that passes. */
  public static final double TOLERANCE = 1e-4;

  private static final int NOISE_IMAGES = 16;

  private ParityCheck() {}

  /**
   * Returns the largest difference of any number.
   *
   * @param faces grey bytes, as large as the network's input
   * @throws ParityException if it is above {@link #TOLERANCE}
   * @throws ModelException if the file cannot be opened
   */
  public static double require(HybridNet network, byte[] model, List<byte[]> faces)
      throws ModelException {
    int size = network.plan().inputSize();
    List<byte[]> inputs = new ArrayList<>(faces);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < NOISE_IMAGES; i++) {
      byte[] noise = new byte[size * size];
      random.nextBytes(noise);
      inputs.add(noise);
    }
    HybridNet.Inference expected = network.infer(inputs);
    double largest = 0;
    try (OnnxExpressionModel onnx = OnnxExpressionModel.open(model, "the exported model", 1)) {
      ModelCard card = onnx.card();
      List<Prediction> actual =
          onnx.predict(
              inputs.stream()
                  .map(pixels -> new AlignedFace(size, pixels, Similarity.IDENTITY))
                  .toList());
      for (int i = 0; i < inputs.size(); i++) {
        Prediction prediction = actual.get(i);
        float[] eight = Logits.softmax(expected.ferPlus()[i], card.temperature());
        float[] seven = Logits.softmax(expected.fer2013()[i], card.temperatureFer2013());
        largest = Math.max(largest, require("logits", expected.ferPlus()[i], prediction.logits()));
        largest = Math.max(largest, require("probabilities", eight, prediction.scores().toArray()));
        largest =
            Math.max(
                largest,
                require("FER2013 probabilities", seven, prediction.fer2013Probabilities()));
        largest =
            Math.max(
                largest, require("embeddings", expected.embedding()[i], prediction.embedding()));
        largest =
            Math.max(
                largest,
                require("attention", expected.attention()[i], weights(prediction.attention())));
      }
    }
    return largest;
  }

  private static float[] weights(AttentionMap map) {
    float[] weights = new float[map.width() * map.height()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) map.weight(i % map.width(), i / map.width());
    }
    return weights;
  }

  private static double require(String output, float[] expected, float[] actual) {
    double largest = expected.length == actual.length ? 0 : Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
      double difference = Math.abs(expected[i] - actual[i]);
      largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
    }
    if (largest > TOLERANCE) {
      throw new ParityException(output, largest, TOLERANCE);
    }
    return largest;
  }
}
