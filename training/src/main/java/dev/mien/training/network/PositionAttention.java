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
  private final String name;
  private final Tensor weight;
  private final Tensor bias;

  PositionAttention(NetworkState state, String name, int width) {
    this.name = name;
    weight = state.normal(name + ".weight", Math.sqrt(1.0 / (9.0 * width)), 1, width, 3, 3);
    bias = state.constant(name + ".bias", 0, 1);
  }

  @Override
  public Tensor forward(Tensor input) {
    Tensor logits =
        torch.conv2d(
            input,
            weight.to(input.scalar_type()),
            new TensorOptional(bias.to(input.scalar_type())),
            new long[] {1, 1},
            new long[] {1, 1},
            new long[] {1, 1},
            1);
    return input.mul(logits.sigmoid());
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
