package dev.mien.training.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
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
  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> velocities = new LinkedHashMap<>();

  Sgd(Map<String, Tensor> parameters, double momentum, double weightDecay) {
    this.parameters = parameters;
    this.momentum = momentum;
    this.weightDecay = weightDecay;
    parameters.forEach(
        (name, parameter) -> velocities.put(name, torch.zeros_like(parameter.detach())));
  }

  @Override
  public void step(double learningRate) {
    Scalar decay = new Scalar(weightDecay);
    Scalar keep = new Scalar(momentum);
    Scalar move = new Scalar(-learningRate);
    velocities.forEach(
        (name, velocity) -> {
          Tensor parameter = Objects.requireNonNull(parameters.get(name));
          Tensor gradient = parameter.grad();
          if (parameter.dim() > 1) {
            gradient = gradient.add(parameter, decay);
          }
          velocity.mul_(keep).add_(gradient);
          parameter.add_(gradient.add(velocity, keep), move);
        });
  }

  @Override
  public Map<String, Tensor> state() {
    return velocities;
  }
}
