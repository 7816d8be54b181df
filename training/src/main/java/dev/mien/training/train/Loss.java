package dev.mien.training.train;

import dev.mien.training.dataset.Batch;
import dev.mien.training.dataset.Targets;
import dev.mien.training.network.HybridNet;
import dev.mien.training.network.NetworkParameters;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

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
    voteAdjustment = adjustment(targets.votes());
    labelAdjustment = adjustment(targets.labels());
  }

  private Tensor adjustment(float[][] targets) {
    double[] prior = Targets.prior(targets);
    float[] added = new float[prior.length];
    for (int c = 0; c < prior.length; c++) {
      added[c] = (float) (plan.logitAdjustment() * Math.log(prior[c]));
    }
    return state.tensor(added, 1, added.length);
  }

  Tensor of(HybridNet.Output output, Batch batch) {
    return crossEntropy(output.votes().add(voteAdjustment), batch.votes(), batch.size())
        .add(
            crossEntropy(output.labels().add(labelAdjustment), batch.labels(), batch.size()),
            new Scalar(plan.labelWeight()));
  }

  private Tensor crossEntropy(Tensor logits, float[] target, int size) {
    Tensor targets = state.tensor(target, size, target.length / size);
    return logits.log_softmax(1).mul(targets).sum().mul(new Scalar(-1.0 / size));
  }
}
