package dev.mien.training.train;

import dev.mien.training.network.NetworkParameters;
import java.util.LinkedHashMap;
import java.util.Map;
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
  private final NetworkParameters parameters;
  private final Tensor decayed;
  private final Tensor first;
  private final Tensor second;
  private final Tensor steps = torch.zeros(1);

  AdamW(NetworkParameters parameters, double firstDecay, double weightDecay) {
    this.parameters = parameters;
    this.firstDecay = firstDecay;
    this.weightDecay = weightDecay;
    decayed = parameters.weights();
    first = torch.zeros_like(parameters.values());
    second = torch.zeros_like(parameters.values());
  }

  @Override
  public void step(double learningRate) {
    steps.add_(new Scalar(1));
    double step = steps.item_float();
    double firstBias = 1 - Math.pow(firstDecay, step);
    double secondBias = 1 - Math.pow(SECOND_DECAY, step);
    Tensor gradient = parameters.gradients();
    Tensor values = parameters.values();
    first.lerp_(gradient, new Scalar(1 - firstDecay));
    second.lerp_(gradient.square(), new Scalar(1 - SECOND_DECAY));
    values.addcmul_(values, decayed, new Scalar(-learningRate * weightDecay));
    Tensor scale = second.div(new Scalar(secondBias)).sqrt().add(new Scalar(EPSILON));
    values.add_(first.div(scale), new Scalar(-learningRate / firstBias));
  }

  @Override
  public Map<String, Tensor> state() {
    Map<String, Tensor> memory = new LinkedHashMap<>();
    memory.put("steps", steps);
    parameters.trainable(first).forEach((name, part) -> memory.put("first." + name, part));
    parameters.trainable(second).forEach((name, part) -> memory.put("second." + name, part));
    return memory;
  }
}
