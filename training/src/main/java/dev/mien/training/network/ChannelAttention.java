package dev.mien.training.network;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Dynamic attention over channels: squeeze and excitation (Hu et al., CVPR 2018). */
final class ChannelAttention implements Layer {
  private final int width;
  private final Gate gate;

  ChannelAttention(NetworkState state, String name, int width) {
    this.width = width;
    gate = new Gate(state, name, width, width);
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.mul(gate.forward(input).sigmoid().view(-1, width, 1, 1).to(input.scalar_type()));
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    String weights = graph.node("Sigmoid", List.of(gate.export(graph, input)));
    String shaped = graph.node("Reshape", List.of(weights, graph.longs("shape", -1, width, 1, 1)));
    return graph.node("Mul", List.of(input, shaped));
  }
}
