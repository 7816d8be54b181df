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

  /** The weights, [out, in]. */
  Tensor weight() {
    return weight;
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    return export(graph, input, exportWeight(graph));
  }

  /** Adds the weights to a graph. */
  String exportWeight(OnnxGraph graph) {
    return graph.floats(name + ".weight", weight);
  }

  /**
   * Adds the layer to a graph.
   *
   * @param exportedWeight what {@link #exportWeight} returned
   */
  String export(OnnxGraph graph, String input, String exportedWeight) {
    return graph.node(
        "Gemm",
        List.of(input, exportedWeight, graph.floats(name + ".bias", bias)),
        Map.of("transB", 1));
  }
}
