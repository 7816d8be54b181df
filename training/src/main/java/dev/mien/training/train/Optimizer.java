package dev.mien.training.train;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.mien.training.network.NetworkParameters;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Moves parameters against their gradients. Our own, because its memory has to go into checkpoints.
 */
public interface Optimizer {
  /** The optimisers that a plan can name. */
  enum Kind {
    /** Stochastic gradient descent with Nesterov momentum. */
    SGD,
    /** Adam with decoupled weight decay. */
    ADAMW;

    @JsonValue
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The optimiser of a plan over the parameters that are not frozen. */
  static Optimizer of(TrainingPlan plan, NetworkParameters parameters) {
    return switch (plan.optimizer()) {
      case SGD -> new Sgd(parameters, plan.momentum(), plan.weightDecay());
      case ADAMW -> new AdamW(parameters, plan.momentum(), plan.weightDecay());
    };
  }

  /** Moves every parameter against its gradient. Call with autograd switched off. */
  void step(double learningRate);

  /** What a checkpoint must hold beside the weights. */
  Map<String, Tensor> state();
}
