package dev.mien.training.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019), as PyTorch defines it:
 * second-moment decay 0.999, epsilon 1e-8. Weight decay touches tensors of two and more axes only.
 */
final class AdamW implements Optimizer {
  private static final double SECOND_DECAY = 0.999;
  private static final double EPSILON = 1e-8;

  private final double firstDecay;
  private final double weightDecay;
  private final Map<String, Tensor> parameters;
  private final Map<String, Tensor> memory = new LinkedHashMap<>();
  private final Tensor steps = torch.zeros(1);

  AdamW(Map<String, Tensor> parameters, double firstDecay, double weightDecay) {
    this.parameters = parameters;
    this.firstDecay = firstDecay;
    this.weightDecay = weightDecay;
    memory.put("steps", steps);
    parameters.forEach(
        (name, parameter) -> {
          memory.put("first." + name, torch.zeros_like(parameter.detach()));
          memory.put("second." + name, torch.zeros_like(parameter.detach()));
        });
  }

  @Override
  public void step(double learningRate) {
    steps.add_(new Scalar(1));
    double step = steps.item_float();
    double firstBias = 1 - Math.pow(firstDecay, step);
    double secondBias = 1 - Math.pow(SECOND_DECAY, step);
    parameters.forEach(
        (name, parameter) -> {
          Tensor gradient = parameter.grad();
          Tensor first = Objects.requireNonNull(memory.get("first." + name));
          Tensor second = Objects.requireNonNull(memory.get("second." + name));
          first.lerp_(gradient, new Scalar(1 - firstDecay));
          second.lerp_(gradient.square(), new Scalar(1 - SECOND_DECAY));
          if (parameter.dim() > 1) {
            parameter.mul_(new Scalar(1 - learningRate * weightDecay));
          }
          Tensor scale = second.div(new Scalar(secondBias)).sqrt().add(new Scalar(EPSILON));
          parameter.add_(first.div(scale), new Scalar(-learningRate / firstBias));
        });
  }

  @Override
  public Map<String, Tensor> state() {
    return memory;
  }
}
