package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

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
    Tensor normalised =
        torch.batch_norm(
            convolved,
            new TensorOptional(gain),
            new TensorOptional(bias),
            new TensorOptional(runningMean),
            new TensorOptional(runningVariance),
            state.training(),
            MOMENTUM,
            EPSILON,
            true);
    return activation == Activation.RELU ? normalised.relu_() : normalised;
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
