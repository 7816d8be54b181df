package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.jspecify.annotations.Nullable;

/**
 * Convolution with size-preserving padding and without bias, followed by {@link
 * BatchNormalization}, which is folded into it in the exported graph.
 */
final class Convolution implements Layer {
  private final NetworkParameters state;
  private final String name;
  private final int kernel;
  private final int stride;
  private final double freshLength;
  private final Tensor weight;
  private final @Nullable KernelScales scales;
  private final BatchNormalization normalization;

  Convolution(NetworkParameters state, String name, int in, int out, int kernel, int stride) {
    this(state, name, in, out, kernel, stride, false);
  }

  /** A convolution of 3x3 whose kernels are learnt at one scale or at three. */
  static Convolution square(
      NetworkParameters state, String name, int in, int out, int stride, boolean multiScale) {
    return new Convolution(state, name, in, out, 3, stride, multiScale);
  }

  private Convolution(
      NetworkParameters state,
      String name,
      int in,
      int out,
      int kernel,
      int stride,
      boolean multiScale) {
    this.state = state;
    this.name = name;
    this.kernel = kernel;
    this.stride = stride;
    freshLength = Math.sqrt(2.0 * in / out) * (multiScale ? KernelScales.FRESH_LENGTH : 1);
    weight =
        state.heNormal(name + ".weight", (long) out * kernel * kernel, out, in, kernel, kernel);
    scales = multiScale ? new KernelScales(state, name, in, out) : null;
    normalization = new BatchNormalization(state, name, out, false);
  }

  @Override
  public Tensor forward(Tensor input) {
    long padding = kernel / 2;
    Tensor convolved =
        torch
            .conv2d(
                input,
                kernels().to(input.scalar_type()),
                new TensorOptional(),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                1)
            .contiguous(MemoryFormat.ChannelsLast);
    if (state.recentring()) {
      convolved.div_(renew(convolved).view(1, -1, 1, 1));
    }
    return normalization.forward(convolved);
  }

  private Tensor kernels() {
    return scales == null ? weight : scales.added(weight);
  }

  /**
   * Gives the weights, which hold all of the kernels here, the length of fresh ones, on which the
   * effective learning rate depends (van Laarhoven, 2017), and the normalisation the statistics of
   * {@code convolved}.
   *
   * @return by what the weights of each channel were divided
   */
  private Tensor renew(Tensor convolved) {
    Tensor length = kernels().flatten(1, -1).square().sum(1).sqrt().clamp_min(new Scalar(1e-6));
    Tensor ratio = length.div(new Scalar(freshLength));
    weight.div_(ratio.view(-1, 1, 1, 1));
    normalization.recentre(convolved, ratio);
    return ratio;
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    float[] folded = OnnxGraph.values(kernels());
    BatchNormalization.Affine affine = normalization.affine();
    int perOutput = folded.length / affine.scale().length;
    for (int i = 0; i < folded.length; i++) {
      folded[i] *= affine.scale()[i / perOutput];
    }
    long padding = kernel / 2;
    return graph.node(
        "Conv",
        List.of(
            input,
            graph.floats(name + ".weight", folded, weight.shape()),
            graph.floats(name + ".bias", affine.shift(), affine.shift().length)),
        Map.of(
            "kernel_shape", new long[] {kernel, kernel},
            "strides", new long[] {stride, stride},
            "pads", new long[] {padding, padding, padding, padding}));
  }
}
