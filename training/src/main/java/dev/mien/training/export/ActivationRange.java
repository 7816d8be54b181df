package dev.mien.training.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.mien.expression.ModelException;
import dev.mien.expression.Prediction;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.face.AlignedFace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Between which values the numbers of a tensor lie.
 *
 * @param low exceeded downwards by few faces
 * @param high exceeded upwards by few faces
 */
record ActivationRange(float low, float high) {
  /** The output of a model file that may have any width; here it carries the ranges. */
  private static final String CARRIER = "embedding";

  private static final String REPLACED = "mien_embedding";

  /** The share of faces whose extreme values may lie outside, at either end. */
  private static final double OUTSIDE = 0.002;

  /**
   * Measures the ranges of tensors on faces.
   *
   * @param model as {@code mien export} writes it
   * @throws ModelException if the model cannot be opened
   */
  static Map<String, ActivationRange> measure(
      ModelProto model, Set<String> tensors, List<AlignedFace> faces) throws ModelException {
    List<String> names = List.copyOf(tensors);
    float[][] lows = new float[names.size()][faces.size()];
    float[][] highs = new float[names.size()][faces.size()];
    byte[] measuring = withExtremes(model, names).toByteArray();
    try (OnnxExpressionModel onnx = OnnxExpressionModel.open(measuring, "the model", 1)) {
      List<Prediction> predictions = onnx.predict(faces);
      for (int i = 0; i < predictions.size(); i++) {
        float[] extremes = predictions.get(i).embedding();
        for (int t = 0; t < names.size(); t++) {
          lows[t][i] = extremes[2 * t];
          highs[t][i] = extremes[2 * t + 1];
        }
      }
    }
    Map<String, ActivationRange> ranges = new HashMap<>();
    for (int t = 0; t < names.size(); t++) {
      ranges.put(
          names.get(t),
          new ActivationRange(quantile(lows[t], OUTSIDE), quantile(highs[t], 1 - OUTSIDE)));
    }
    return ranges;
  }

  private static float quantile(float[] values, double share) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.round(share * (sorted.length - 1))];
  }

  /** The model with the least and the largest value of each tensor as its embedding. */
  private static ModelProto withExtremes(ModelProto model, List<String> tensors) {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      graph.setNode(i, renamed(graph.getNode(i)));
    }
    List<String> extremes = new ArrayList<>();
    for (String tensor : tensors) {
      NodeProto.Builder flat = NodeProto.newBuilder().setOpType("Flatten").addInput(tensor);
      graph.addNode(flat.setName(tensor + "_flat").addOutput(tensor + "_flat"));
      for (String operator : List.of("ReduceMin", "ReduceMax")) {
        String name = tensor + "_" + operator;
        graph.addNode(
            NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addInput(tensor + "_flat")
                .addOutput(name)
                .addAttribute(integers("axes", 1)));
        extremes.add(name);
      }
    }
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("Concat")
            .setName("extremes")
            .addAllInput(extremes)
            .addOutput(CARRIER)
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("axis")
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(1)));
    for (int i = 0; i < graph.getOutputCount(); i++) {
      if (graph.getOutput(i).getName().equals(CARRIER)) {
        graph.setOutput(i, graph.getOutput(i).toBuilder().clearType());
      }
    }
    return model.toBuilder().setGraph(graph).build();
  }

  /** The node with another name in place of the carrier's. */
  private static NodeProto renamed(NodeProto node) {
    NodeProto.Builder changed = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      changed.setInput(i, node.getInput(i).equals(CARRIER) ? REPLACED : node.getInput(i));
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      changed.setOutput(i, node.getOutput(i).equals(CARRIER) ? REPLACED : node.getOutput(i));
    }
    return changed.build();
  }

  private static AttributeProto integers(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addInts(value)
        .build();
  }
}
