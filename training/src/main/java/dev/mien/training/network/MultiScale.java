package dev.mien.training.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Multi-scale feature extraction: parallel 3x3 convolutions of different dilation, and so of
 * different receptive field, over the same input. With attention, the input itself decides per
 * channel which scale counts: a softmax across the branches, as in selective-kernel networks (Li et
 * al., CVPR 2019). Without, the branches are averaged.
 */
final class MultiScale implements Layer {
  private final List<Convolution> branches = new ArrayList<>();
  private final int width;
  private final @Nullable Gate gate;

  MultiScale(
      NetworkState state,
      String name,
      int in,
      int out,
      int stride,
      int[] dilations,
      boolean attention) {
    width = out;
    for (int dilation : dilations) {
      branches.add(
          Convolution.withRelu(state, name + ".dilation" + dilation, in, out, 3, stride, dilation));
    }
    gate =
        attention && branches.size() > 1
            ? new Gate(state, name + ".scales", out, out * branches.size())
            : null;
  }

  @Override
  public Tensor forward(Tensor input) {
    List<Tensor> scales = branches.stream().map(branch -> branch.forward(input)).toList();
    if (gate == null) {
      Tensor sum = scales.stream().reduce(Tensor::add).orElseThrow();
      return scales.size() == 1 ? sum : sum.div(new Scalar(scales.size()));
    }
    Tensor weights =
        gate.forwardSum(scales)
            .view(-1, scales.size(), width, 1, 1)
            .softmax(1)
            .to(scales.get(0).scalar_type());
    if (scales.size() == 2) {
      // The two weights sum to 1: one pass over the maps instead of three.
      return scales.get(1).lerp(scales.get(0), weights.select(1, 0));
    }
    Tensor fused = scales.get(0).mul(weights.select(1, 0));
    for (int i = 1; i < scales.size(); i++) {
      fused = fused.add(scales.get(i).mul(weights.select(1, i)));
    }
    return fused;
  }

  @Override
  public String export(OnnxGraph graph, String input) {
    List<String> scales = branches.stream().map(branch -> branch.export(graph, input)).toList();
    if (scales.size() == 1) {
      return scales.get(0);
    }
    String sum = graph.node("Sum", scales);
    if (gate == null) {
      return graph.node("Div", List.of(sum, graph.scalar("scales", scales.size())));
    }
    String logits =
        graph.node(
            "Reshape",
            List.of(gate.export(graph, sum), graph.longs("shape", -1, scales.size(), width, 1)));
    String weights = graph.node("Softmax", List.of(logits), Map.of("axis", 1));
    List<String> parts = graph.nodes("Split", List.of(weights), Map.of("axis", 1), scales.size());
    String shape = graph.longs("shape", -1, width, 1, 1);
    List<String> weighted = new ArrayList<>();
    for (int i = 0; i < scales.size(); i++) {
      String weight = graph.node("Reshape", List.of(parts.get(i), shape));
      weighted.add(graph.node("Mul", List.of(scales.get(i), weight)));
    }
    return graph.node("Sum", weighted);
  }
}
