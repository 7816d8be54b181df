package dev.mien.training.train;

import dev.mien.training.network.NetworkParameters;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Stochastic gradient descent with Nesterov momentum (Sutskever et al., ICML 2013), as PyTorch
 * defines it. Weight decay touches tensors of two and more axes only.
 */
final class Sgd implements Optimizer {
  private final double momentum;
  private final double weightDecay;
  private final NetworkParameters parameters;
  private final Tensor decayed;
  private final Tensor velocity;

  Sgd(NetworkParameters parameters, double momentum, double weightDecay) {
    this.parameters = parameters;
    this.momentum = momentum;
    this.weightDecay = weightDecay;
    decayed = parameters.weights();
    velocity = torch.zeros_like(parameters.values());
  }

  @Override
  public void step(double learningRate) {
    Scalar keep = new Scalar(momentum);
    Tensor values = parameters.values();
    Tensor gradient = parameters.gradients().addcmul(values, decayed, new Scalar(weightDecay));
    velocity.mul_(keep).add_(gradient);
    values.add_(gradient.add(velocity, keep), new Scalar(-learningRate));
  }

  @Override
  public Map<String, Tensor> state() {
    return parameters.trainable(velocity);
  }
}
