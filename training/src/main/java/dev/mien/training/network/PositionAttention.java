package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Dynamic attention over positions: one 3x3 convolution reads all channels and says through a
 * sigmoid how much each position counts (after the spatial half of CBAM, Woo et al., ECCV 2018,
 * with all channels in place of their mean and maximum).
 */
final class PositionAttention implements Layer {
  private static final int KERNEL = 9;

  private final String name;
  private final Tensor weight;
  private final Tensor bias;

  /** One-hot [1, 9, 3, 3]: puts the nine maps of {@link #forward} where the kernel has them. */
  private final Tensor shifts;

  PositionAttention(NetworkState state, String name, int width) {
    this.name = name;
    weight = state.normal(name + ".weight", Math.sqrt(1.0 / (9.0 * width)), 1, width, 3, 3);
    bias = state.constant(name + ".bias", 0, 1);
    float[] oneHot = new float[KERNEL * KERNEL];
    for (int k = 0; k < KERNEL; k++) {
      oneHot[k * KERNEL + k] = 1;
    }
    shifts = state.tensor(oneHot, 1, KERNEL, 3, 3);
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.mul(logits(input).sigmoid());
  }

  /**
   * The same, with every image's answer multiplied by {@code factor} [N, 1, 1, 1] on the way.
   * Cheaper than doing that to all channels afterwards.
   */
  Tensor forward(Tensor input, Tensor factor) {
    return input.mul(logits(input).sigmoid().mul(factor));
  }

  /**
   * A 3x3 convolution to one channel. oneDNN has no fast one for so few channels, so each of the
   * nine weights makes a map by a 1x1 convolution, and the maps are shifted and summed.
   */
  private Tensor logits(Tensor input) {
    Tensor pointwise = weight.view(-1, KERNEL).transpose(0, 1).reshape(KERNEL, -1, 1, 1);
    Tensor maps = torch.conv2d(input, pointwise.to(input.scalar_type()));
    return torch.conv2d(
        maps,
        shifts.to(input.scalar_type()),
        new TensorOptional(bias.to(input.scalar_type())),
        new long[] {1, 1},
        new long[] {1, 1},
        new long[] {1, 1},
        1);
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    String logits =
        graph.node(
            "Conv",
            List.of(
                input, graph.floats(name + ".weight", weight), graph.floats(name + ".bias", bias)),
            Map.of("kernel_shape", new long[] {3, 3}, "pads", new long[] {1, 1, 1, 1}));
    return graph.node("Mul", List.of(input, graph.node("Sigmoid", List.of(logits))));
  }
}
