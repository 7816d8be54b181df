package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Convolution, batch normalisation (Ioffe and Szegedy, 2015) and, if asked, ReLU. Size-preserving
 * padding. In the exported graph the normalisation is folded into the convolution.
 */
final class Convolution implements Layer {
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  /** What follows the normalisation. */
  enum Activation {
    RELU,
    NONE
  }

  private final NetworkState state;
  private final String name;
  private final int kernel;
  private final int stride;
  private final int dilation;
  private final Activation activation;
  private final double freshLength;
  private final Tensor weight;
  private final Tensor gain;
  private final Tensor bias;
  private final Tensor runningMean;
  private final Tensor runningVariance;

  /**
   * @param initialGain where the normalisation's gain starts; 0 lets a residual branch begin as the
   *     identity (Goyal et al., 2017)
   */
  Convolution(
      NetworkState state,
      String name,
      int in,
      int out,
      int kernel,
      int stride,
      int dilation,
      Activation activation,
      double initialGain) {
    this.state = state;
    this.name = name;
    this.kernel = kernel;
    this.stride = stride;
    this.dilation = dilation;
    this.activation = activation;
    freshLength = Math.sqrt(2.0 * in / out);
    weight =
        state.heNormal(name + ".weight", (long) out * kernel * kernel, out, in, kernel, kernel);
    gain = state.constant(name + ".gain", initialGain, out);
    bias = state.constant(name + ".bias", 0, out);
    runningMean = state.buffer(name + ".running_mean", 0, out);
    runningVariance = state.buffer(name + ".running_variance", 1, out);
  }

  static Convolution withRelu(
      NetworkState state, String name, int in, int out, int kernel, int stride, int dilation) {
    return new Convolution(state, name, in, out, kernel, stride, dilation, Activation.RELU, 1);
  }

  @Override
  public Tensor forward(Tensor input) {
    long padding = padding();
    Tensor convolved =
        torch.conv2d(
            input,
            weight.to(input.scalar_type()),
            new TensorOptional(),
            new long[] {stride, stride},
            new long[] {padding, padding},
            new long[] {dilation, dilation},
            1);
    if (state.recentring()) {
      recentre(convolved);
    }
    Tensor normalised =
        torch.batch_norm(
            convolved,
            new TensorOptional(gain),
            new TensorOptional(bias),
            new TensorOptional(runningMean),
            new TensorOptional(runningVariance),
            state.training(name),
            MOMENTUM,
            EPSILON,
            true);
    return activation == Activation.RELU ? normalised.relu_() : normalised;
  }

  /**
   * Takes mean and variance of {@code convolved} as running statistics and changes gain and bias so
   * that inference computes what it computed before. Weights get the length of fresh ones, on which
   * the effective learning rate depends (van Laarhoven, 2017).
   */
  private void recentre(Tensor convolved) {
    Tensor scale = gain.div(runningVariance.add(new Scalar(EPSILON)).sqrt());
    Tensor shift = bias.sub(runningMean.mul(scale));
    Tensor byChannel = convolved.to(ScalarType.Float).transpose(0, 1).flatten(1, -1);
    Tensor mean = byChannel.mean(1);
    Tensor variance = byChannel.square().mean(1).sub(mean.square()).clamp_min(new Scalar(0));
    bias.copy_(shift.add(mean.mul(scale)));
    Tensor length = weight.flatten(1, -1).square().sum(1).sqrt().clamp_min(new Scalar(1e-6));
    Tensor ratio = length.div(new Scalar(freshLength));
    weight.div_(ratio.view(-1, 1, 1, 1));
    runningMean.copy_(mean.div(ratio));
    runningVariance.copy_(variance.div(ratio.square()));
    gain.copy_(scale.mul(variance.add(ratio.square().mul(new Scalar(EPSILON))).sqrt()));
    convolved.div_(ratio.view(1, -1, 1, 1));
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    float[] folded = OnnxGraph.values(weight);
    float[] shift = OnnxGraph.values(bias);
    float[] gains = OnnxGraph.values(gain);
    float[] means = OnnxGraph.values(runningMean);
    float[] variances = OnnxGraph.values(runningVariance);
    int perOutput = folded.length / gains.length;
    for (int channel = 0; channel < gains.length; channel++) {
      double scale = gains[channel] / Math.sqrt(variances[channel] + EPSILON);
      for (int i = channel * perOutput; i < (channel + 1) * perOutput; i++) {
        folded[i] = (float) (folded[i] * scale);
      }
      shift[channel] = (float) (shift[channel] - means[channel] * scale);
    }
    long padding = padding();
    String output =
        graph.node(
            "Conv",
            List.of(
                input,
                graph.floats(name + ".weight", folded, weight.shape()),
                graph.floats(name + ".bias", shift, shift.length)),
            Map.of(
                "kernel_shape", new long[] {kernel, kernel},
                "strides", new long[] {stride, stride},
                "pads", new long[] {padding, padding, padding, padding},
                "dilations", new long[] {dilation, dilation}));
    return activation == Activation.RELU ? graph.node("Relu", List.of(output)) : output;
  }

  private long padding() {
    return (long) dilation * (kernel / 2);
  }
}
