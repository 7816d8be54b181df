package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Dynamic attention over positions: the mean of the last stage, weighed by a map that the features
 * themselves and a learnt bias per position decide (a softmax over all positions). Starts as the
 * plain mean.
 */
final class AttentionPooling {
  private final String name;
  private final int size;
  private final int width;
  private final Tensor weight;
  private final Tensor bias;

  AttentionPooling(NetworkParameters state, String name, int size, int width) {
    this.name = name;
    this.size = size;
    this.width = width;
    weight = state.constant(name + ".weight", 0, 1, width, 1, 1);
    bias = state.constant(name + ".bias", 0, 1, 1, (long) size * size);
  }

  /** The mean [N, C] and the map [N, h, w] under which it was taken; each map sums to 1. */
  record Pooled(Tensor embedding, Tensor attention) {}

  Pooled forward(Tensor input) {
    Tensor features = input.to(ScalarType.Float).contiguous();
    long count = features.size(0);
    Tensor logits = torch.conv2d(features, weight).view(count, 1, (long) size * size).add(bias);
    Tensor map = logits.softmax(2);
    Tensor embedding = features.view(count, width, -1).mul(map).sum(2);
    return new Pooled(embedding, map.view(count, size, size));
  }

  /** The names of the exported embedding and attention map. */
  record Exported(String embedding, String attention) {}

  Exported export(OnnxGraph graph, String input) {
    long positions = (long) size * size;
    String logits = graph.node("Conv", List.of(input, graph.floats(name + ".weight", weight)));
    String flat = graph.node("Reshape", List.of(logits, graph.longs("shape", -1, 1, positions)));
    String biased = graph.node("Add", List.of(flat, graph.floats(name + ".bias", bias)));
    String softmax = graph.node("Softmax", List.of(biased), Map.of("axis", 2));
    String map = graph.node("Reshape", List.of(softmax, graph.longs("shape", -1, 1, size, size)));
    String embedding =
        graph.node(
            "ReduceSum",
            List.of(graph.node("Mul", List.of(input, map)), graph.longs("axes", 2, 3)),
            Map.of("keepdims", 0));
    String attention = graph.node("Reshape", List.of(map, graph.longs("shape", -1, size, size)));
    return new Exported(embedding, attention);
  }
}
