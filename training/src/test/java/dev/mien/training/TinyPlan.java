package dev.mien.training;

import dev.mien.expression.Emotion;
import dev.mien.expression.ModelCard;
import dev.mien.face.AlignmentTemplate;
import dev.mien.training.dataset.AugmentationPlan;
import dev.mien.training.network.Activation;
import dev.mien.training.network.Attention;
import dev.mien.training.network.HybridNet;
import dev.mien.training.network.MultiScale;
import dev.mien.training.network.NetworkPlan;
import dev.mien.training.network.NetworkPlan.Residual;
import dev.mien.training.train.Optimizer;
import dev.mien.training.train.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A network so small that tests can train it. */
public final class TinyPlan {
  private TinyPlan() {}

  public static NetworkPlan network(boolean multiScale, boolean attention, Residual residual) {
    return network(multiScale, attention ? Attention.BOTH : Attention.NONE, residual);
  }

  public static NetworkPlan network(boolean multiScale, Attention attention, Residual residual) {
    return network(multiScale ? MultiScale.INPUT : MultiScale.NONE, attention, residual);
  }

  public static NetworkPlan network(MultiScale multiScale, Attention attention, Residual residual) {
    return new NetworkPlan(
        48,
        8,
        new int[] {8, 16, 24},
        new int[] {1, 1, 2},
        multiScale,
        attention,
        residual,
        Activation.RELU,
        0.1,
        0.1);
  }

  public static TrainingPlan training(int epochs, double learningRate) {
    return withOptimizer(Optimizer.Kind.SGD, epochs, learningRate);
  }

  public static TrainingPlan withOptimizer(
      Optimizer.Kind optimizer, int epochs, double learningRate) {
    return new TrainingPlan(
        "tiny",
        network(true, true, Residual.IMPROVED),
        new AugmentationPlan(5, 1, 0.05, 0.05, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2),
        epochs,
        16,
        learningRate,
        0.5,
        0.9,
        5e-4,
        0.9,
        1,
        0.05,
        optimizer,
        0.1,
        0.5,
        false);
  }

  /** The card of a network that was made for a test. */
  public static ModelCard card() {
    return new ModelCard(
        1,
        "tiny",
        Arrays.stream(Emotion.values()).map(Emotion::label).toList(),
        Emotion.FER2013_ORDER.stream().map(Emotion::label).toList(),
        48,
        AlignmentTemplate.FER2013,
        1.5,
        0.8,
        0.4,
        1,
        "made for a test",
        List.of(),
        1,
        "test",
        "2026-01-01",
        "Apache-2.0",
        List.of(0.35, 0.26, 0.12, 0.1, 0.08, 0.02, 0.05, 0.02));
  }

  /** A network as a model file. */
  public static byte[] export(HybridNet network) {
    ModelCard card = card();
    return network
        .export(card.temperature(), card.temperatureFer2013())
        .toModel(Map.of(ModelCard.METADATA_KEY, card.toJson()));
  }
}
