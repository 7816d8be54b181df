package dev.mien.training.train;

import dev.mien.training.network.HybridNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.pytorch.AutoGradMode;

/**
 * The outcome of a training run: the averaged weights of its best epoch.
 *
 * @param plan that it was trained by
 * @param seed that it was trained with
 * @param network ready for inference
 */
public record TrainedRun(TrainingPlan plan, long seed, HybridNet network) {

  /**
   * Opens the folder that a {@link Trainer} left, finished or not.
   *
   * @throws IOException if there is no run or it has not finished an epoch
   */
  public static TrainedRun open(Path folder) throws IOException {
    Path planFile = folder.resolve("plan.json");
    if (!Files.isRegularFile(planFile)) {
      throw new IOException(folder + " does not hold a training run");
    }
    TrainingPlan plan = TrainingPlan.parse(Files.readString(planFile));
    long seed = RunInfo.read(folder).seed();
    HybridNet network = new HybridNet(plan.network(), seed);
    try (AutoGradMode off = new AutoGradMode(false)) {
      Checkpoint.load(folder.resolve("best.pt"), network.state().tensors());
    }
    network.state().infer();
    return new TrainedRun(plan, seed, network);
  }
}
