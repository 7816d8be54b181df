package dev.mien.training;

import dev.mien.training.dataset.AugmentationPlan;
import dev.mien.training.network.NetworkPlan;
import dev.mien.training.network.NetworkPlan.Residual;
import dev.mien.training.train.TrainingPlan;

/** A network so small that tests can train it. */
public final class TinyPlan {
  private TinyPlan() {}

  public static NetworkPlan network(boolean multiScale, boolean attention, Residual residual) {
    return new NetworkPlan(
        48,
        8,
        new int[] {8, 16, 24},
        new int[] {1, 1, 2},
        new int[] {1, 2},
        multiScale,
        attention,
        residual,
        0.1,
        0.1);
  }

  public static TrainingPlan training(int epochs, double learningRate) {
    return new TrainingPlan(
        "tiny",
        network(true, true, Residual.IMPROVED),
        new AugmentationPlan(5, 1, 0.05, 0.05, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2),
        epochs,
        16,
        learningRate,
        0.5,
        0.9,
        5e-4,
        0.9,
        1,
        0.05);
  }
}
