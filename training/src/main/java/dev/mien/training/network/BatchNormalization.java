package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015) over the channels of [N, C, H, W]. Computes in the
 * type of its input, with 32-bit statistics. In an exported graph it is one scale and one shift per
 * channel, which {@link Convolution} folds into its weights.
 */
final class BatchNormalization implements Layer {
  private static final double MOMENTUM = 0.1;
  static final double EPSILON = 1e-5;

  private final NetworkParameters state;
  private final String name;
  private final boolean alone;
  private final Tensor gain;
  private final Tensor bias;
  private final Tensor runningMean;
  private final Tensor runningVariance;

  /**
   * @param alone whether the layer is exported as it is, not folded into a convolution
   */
  BatchNormalization(NetworkParameters state, String name, int width, boolean alone) {
    this.state = state;
    this.name = name;
    this.alone = alone;
    gain = state.constant(name + ".gain", 1, width);
    bias = state.constant(name + ".bias", 0, width);
    runningMean = state.buffer(name + ".running_mean", 0, width);
    runningVariance = state.buffer(name + ".running_variance", 1, width);
  }

  @Override
  public Tensor forward(Tensor input) {
    if (state.recentring() && alone) {
      recentre(input, torch.ones_like(gain));
    }
    return torch.batch_norm(
        input,
        new TensorOptional(gain),
        new TensorOptional(bias),
        new TensorOptional(runningMean),
        new TensorOptional(runningVariance),
        state.training(name),
        MOMENTUM,
        EPSILON,
        true);
  }

  /**
   * Takes mean and variance of {@code input} divided by {@code ratio} as running statistics, and
   * changes gain and bias so that the output for {@code input / ratio} is what it was for {@code
   * input}.
   *
   * @param ratio one factor per channel
   */
  void recentre(Tensor input, Tensor ratio) {
    Tensor scale = gain.div(runningVariance.add(new Scalar(EPSILON)).sqrt());
    Tensor shift = bias.sub(runningMean.mul(scale));
    Tensor byChannel = input.to(ScalarType.Float).transpose(0, 1).flatten(1, -1);
    Tensor mean = byChannel.mean(1);
    Tensor variance = byChannel.square().mean(1).sub(mean.square()).clamp_min(new Scalar(0));
    bias.copy_(shift.add(mean.mul(scale)));
    runningMean.copy_(mean.div(ratio));
    runningVariance.copy_(variance.div(ratio.square()));
    gain.copy_(scale.mul(variance.add(ratio.square().mul(new Scalar(EPSILON))).sqrt()));
  }

  /** One factor and one summand per channel: what the layer does after training. */
  record Affine(float[] scale, float[] shift) {}

  Affine affine() {
    float[] shift = OnnxGraph.values(bias);
    float[] scale = OnnxGraph.values(gain);
    float[] means = OnnxGraph.values(runningMean);
    float[] variances = OnnxGraph.values(runningVariance);
    for (int c = 0; c < scale.length; c++) {
      double factor = scale[c] / Math.sqrt(variances[c] + EPSILON);
      scale[c] = (float) factor;
      shift[c] = (float) (shift[c] - means[c] * factor);
    }
    return new Affine(scale, shift);
  }

  /** Writes the layer as a convolution of every channel with one number. */
  @Override
  public String export(OnnxGraph graph, String input) {
    Affine affine = affine();
    int width = affine.scale().length;
    return graph.node(
        "Conv",
        List.of(
            input,
            graph.floats(name + ".gain", affine.scale(), width, 1, 1, 1),
            graph.floats(name + ".bias", affine.shift(), width)),
        Map.of("kernel_shape", new long[] {1, 1}, "group", width));
  }
}
