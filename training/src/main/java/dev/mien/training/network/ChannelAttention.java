package dev.mien.training.network;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Dynamic attention over channels: squeeze and excitation (Hu et al., CVPR 2018). The factor of a
 * channel lies between 0 and 2 and starts near 1, so that a fresh network learns as fast as one
 * without attention.
 */
final class ChannelAttention implements Layer {
  private static final double RANGE = 2;

  private final int width;
  private final SqueezeExcitation gate;

  ChannelAttention(NetworkParameters state, String name, int width) {
    this.width = width;
    gate = new SqueezeExcitation(state, name, width, width);
  }

  @Override
  public Tensor forward(Tensor input) {
    Tensor factors = gate.forward(input).sigmoid().mul(new Scalar(RANGE));
    return input.mul(factors.view(-1, width, 1, 1).to(input.scalar_type()));
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    String weights = graph.node("Sigmoid", List.of(gate.export(graph, input)));
    String factors = graph.node("Mul", List.of(weights, graph.scalar("range", RANGE)));
    String shaped = graph.node("Reshape", List.of(factors, graph.longs("shape", -1, width, 1, 1)));
    return graph.node("Mul", List.of(input, shaped));
  }
}
