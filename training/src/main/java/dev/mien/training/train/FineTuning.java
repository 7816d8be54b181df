package dev.mien.training.train;

import dev.mien.training.dataset.Sample;
import dev.mien.training.network.NetworkPlan;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/**
 * How a model goes on learning from a small set of images: plan {@code fine-tune}, whose values
 * were chosen by measurement (docs/experiments.md).
 */
public final class FineTuning {
  /** The name of the plan. */
  public static final String PLAN = "fine-tune";

  /**
   * With fewer training images only what follows the stages learns, and not for long: all of the
   * network, or 400 steps of it, made models worse than they came (docs/experiments.md).
   */
  private static final int FEW_IMAGES = 500;

  private static final int STEPS = 400;
  private static final int STEPS_FOR_FEW = 100;

  /** Fewer images are passed over several times in an epoch: it ends with a checkpoint. */
  private static final int LEAST_IMAGES = 1000;

  private FineTuning() {}

  /**
   * The plan for a model and a number of images.
   *
   * @param model content of the model file to start from
   * @param images for training
   * @throws IOException if the file holds no network that can be trained on
   */
  public static TrainingPlan plan(byte[] model, int images) throws IOException {
    TrainingPlan plan = TrainingPlan.open(PLAN);
    return plan.withNetwork(NetworkPlan.of(model, plan.network()))
        .withEpochs(epochs(images < FEW_IMAGES ? STEPS_FOR_FEW : STEPS, plan.batchSize(), images));
  }

  /** How many stages to leave as they are, for a plan and a number of images for training. */
  public static int frozenStages(TrainingPlan plan, int images) {
    return images < FEW_IMAGES ? plan.network().widths().length : 0;
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
