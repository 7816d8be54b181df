package dev.mien.training.train;

import dev.mien.training.dataset.Batch;
import dev.mien.training.dataset.Targets;
import dev.mien.training.network.HybridNet;
import dev.mien.training.network.NetworkParameters;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of both heads against soft targets. With logit adjustment, frequent classes get a
 * head start in training that they do not get afterwards.
 */
final class Loss {
  private final TrainingPlan plan;
  private final NetworkParameters state;
  private final Tensor voteAdjustment;
  private final Tensor labelAdjustment;

  Loss(TrainingPlan plan, Targets targets, NetworkParameters state) {
    this.plan = plan;
    this.state = state;
    voteAdjustment = adjustment(targets.ferPlus());
    labelAdjustment = adjustment(targets.fer2013());
  }

  private Tensor adjustment(float[][] targets) {
    double[] prior = Targets.prior(targets);
    float[] added = new float[prior.length];
    for (int c = 0; c < prior.length; c++) {
      added[c] = (float) (plan.logitAdjustment() * Math.log(prior[c]));
    }
    return state.tensor(added, 1, added.length);
  }

  /**
   * The loss of a batch.
   *
   * @param teacher what a teacher says of the same images, or null
   */
  Tensor of(HybridNet.Output output, Batch batch, HybridNet.@Nullable Output teacher) {
    Tensor votes = tensor(batch.ferPlus(), batch.size());
    Tensor labels = tensor(batch.fer2013(), batch.size());
    if (teacher != null) {
      votes = blend(votes, teacher.ferPlus());
      labels = blend(labels, teacher.fer2013());
    }
    return crossEntropy(output.ferPlus().add(voteAdjustment), votes)
        .add(
            crossEntropy(output.fer2013().add(labelAdjustment), labels),
            new Scalar(plan.labelWeight()));
  }

  private Tensor tensor(float[] rows, int size) {
    return state.tensor(rows, size, rows.length / size);
  }

  /** As {@link Targets#blend}. */
  private Tensor blend(Tensor targets, Tensor teacher) {
    Tensor said =
        teacher.softmax(1).mul(targets.sum(new long[] {1}, true, new ScalarTypeOptional()));
    return targets.lerp(said, new Scalar(plan.teacherWeight()));
  }

  private static Tensor crossEntropy(Tensor logits, Tensor targets) {
    long size = targets.size(0);
    return logits.log_softmax(1).mul(targets).sum().mul(new Scalar(-1.0 / size));
  }
}
