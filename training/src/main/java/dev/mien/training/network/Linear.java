package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** A fully connected layer, [N, in] to [N, out], always in 32-bit floats. */
final class Linear implements Layer {
  private final String name;
  private final Tensor weight;
  private final Tensor bias;

  Linear(NetworkParameters state, String name, int in, int out, double deviation) {
    this.name = name;
    weight = state.normal(name + ".weight", deviation, out, in);
    bias = state.constant(name + ".bias", 0, out);
  }

  /** Adds to the bias. */
  void shift(Tensor offsets) {
    bias.add_(offsets);
  }

  @Override
  public Tensor forward(Tensor input) {
    return torch.linear(input, weight, new TensorOptional(bias));
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    return graph.node(
        "Gemm",
        List.of(input, graph.floats(name + ".weight", weight), graph.floats(name + ".bias", bias)),
        Map.of("transB", 1));
  }
}
