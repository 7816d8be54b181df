package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

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
  private final BatchNormalization normalization;

  Convolution(NetworkParameters state, String name, int in, int out, int kernel, int stride) {
    this.state = state;
    this.name = name;
    this.kernel = kernel;
    this.stride = stride;
    freshLength = Math.sqrt(2.0 * in / out);
    weight =
        state.heNormal(name + ".weight", (long) out * kernel * kernel, out, in, kernel, kernel);
    normalization = new BatchNormalization(state, name, out, false);
  }

  @Override
  public Tensor forward(Tensor input) {
    long padding = kernel / 2;
    Tensor convolved =
        torch
            .conv2d(
                input,
                weight.to(input.scalar_type()),
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

  /**
   * Gives the weights the length of fresh ones, on which the effective learning rate depends (van
   * Laarhoven, 2017), and the normalisation the statistics of {@code convolved}.
   *
   * @return by what the weights of each channel were divided
   */
  private Tensor renew(Tensor convolved) {
    Tensor length = weight.flatten(1, -1).square().sum(1).sqrt().clamp_min(new Scalar(1e-6));
    Tensor ratio = length.div(new Scalar(freshLength));
    weight.div_(ratio.view(-1, 1, 1, 1));
    normalization.recentre(convolved, ratio);
    return ratio;
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    float[] folded = OnnxGraph.values(weight);
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
