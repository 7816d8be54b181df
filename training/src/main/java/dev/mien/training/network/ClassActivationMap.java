package dev.mien.training.network;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Where in the face the answer comes from, for a network whose pooling weighs all positions alike:
 * what each position adds to the logits of the answer, above what it adds to all classes on average
 * (class activation maps, Zhou et al., CVPR 2016). What speaks against the answer counts as
 * nothing.
 */
final class ClassActivationMap {
  /** Added everywhere, so that a face that says nothing has an even map; in units of a logit. */
  private static final double FLOOR = 0.01;

  private ClassActivationMap() {}

  /**
   * Computes the maps.
   *
   * @param features [N, C, h, w]
   * @param logits [N, K]
   * @param weight [K, C] of the layer that makes these logits of the mean of the features
   * @return [N, h, w], each map sums to 1
   */
  static Tensor of(Tensor features, Tensor logits, Tensor weight) {
    Tensor direction = logits.softmax(1).matmul(weight.sub(weight.mean(0)));
    Tensor evidence =
        features
            .to(weight.scalar_type())
            .mul(direction.view(features.size(0), features.size(1), 1, 1))
            .sum(1)
            .relu()
            .add(new Scalar(FLOOR));
    return evidence.div(evidence.sum(new long[] {1, 2}, true, new ScalarTypeOptional()));
  }

  /**
   * Adds the maps to a graph.
   *
   * @param classes number of logits, K
   * @param width number of features, C
   */
  static String export(
      OnnxGraph graph, String features, String logits, String weight, int classes, int width) {
    String total =
        graph.node("ReduceSum", List.of(weight, graph.longs("axes", 0)), Map.of("keepdims", 1));
    String mean = graph.node("Div", List.of(total, graph.scalar("classes", classes)));
    String probabilities = graph.node("Softmax", List.of(logits), Map.of("axis", 1));
    String direction =
        graph.node("MatMul", List.of(probabilities, graph.node("Sub", List.of(weight, mean))));
    String shaped =
        graph.node("Reshape", List.of(direction, graph.longs("shape", -1, width, 1, 1)));
    String evidence =
        graph.node(
            "ReduceSum",
            List.of(graph.node("Mul", List.of(features, shaped)), graph.longs("axes", 1)),
            Map.of("keepdims", 0));
    String positive =
        graph.node(
            "Add",
            List.of(graph.node("Relu", List.of(evidence)), graph.scalar("map_floor", FLOOR)));
    String sum =
        graph.node(
            "ReduceSum", List.of(positive, graph.longs("axes", 1, 2)), Map.of("keepdims", 1));
    return graph.node("Div", List.of(positive, sum));
  }
}
