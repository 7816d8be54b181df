package dev.mien.training.train;

import dev.mien.training.dataset.Sample;
import dev.mien.training.network.NetworkPlan;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * How a model goes on learning from a small set of images: plan {@code fine-tune}, with what
 * depends on the number of images. All was chosen by measurement (docs/experiments.md): 400 steps
 * of the whole network made models worse than they came. With fewer than 500 training images only
 * what follows the stages learns, and not for long; with more the last stage does, too.
 *
 * @param plan for the network of the model
 * @param frozenStages how many stages, counted from the input, stay as they are
 */
public record FineTuning(TrainingPlan plan, int frozenStages) {
  /** The name of the plan. */
  public static final String PLAN = "fine-tune";

  private static final int FEW_IMAGES = 500;
  private static final int STEPS_FOR_FEW = 100;
  private static final int STEPS = 400;
  private static final double RATE_OF_A_STAGE = 0.003;

  /** Half of it and less are passed over several times in an epoch: it ends with a checkpoint. */
  private static final int LEAST_IMAGES = 1000;

  /**
   * The defaults for a model and a number of images.
   *
   * @param model content of the model file to start from
   * @param images for training
   * @throws IOException if the file holds no network that can be trained on
   */
  public static FineTuning of(byte[] model, int images) throws IOException {
    TrainingPlan base = TrainingPlan.open(PLAN);
    TrainingPlan plan = base.withNetwork(NetworkPlan.of(model, base.network()));
    int stages = plan.network().widths().length;
    if (images < FEW_IMAGES) {
      int epochs = epochs(STEPS_FOR_FEW, plan.batchSize(), images);
      return new FineTuning(plan.withEpochs(epochs), stages);
    }
    int epochs = epochs(STEPS, plan.batchSize(), images);
    return new FineTuning(
        plan.withEpochs(epochs).withLearningRate(RATE_OF_A_STAGE), Math.max(0, stages - 1));
  }

  /** A plan of somebody's own, which all of the network follows. */
  public static FineTuning by(TrainingPlan plan) {
    return new FineTuning(plan, 0);
  }

  /** How many epochs come nearest to a number of steps, one at least. */
  public static int epochs(int steps, int batchSize, int images) {
    long perEpoch = Math.max(1, (long) passes(images) * images / batchSize);
    return (int) Math.max(1, Math.round((double) steps / perEpoch));
  }

  /** The training images of one epoch: small sets several times. */
  static List<Sample> epochOf(List<Sample> training) {
    return Collections.nCopies(passes(training.size()), training).stream()
        .flatMap(List::stream)
        .toList();
  }

  private static int passes(int images) {
    return Math.max(1, LEAST_IMAGES / Math.max(1, images));
  }
}
