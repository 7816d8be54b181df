package dev.mien.training.network;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.mien.training.network.NetworkPlan.Residual;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The shape of the network in a model file that {@link HybridNet#export} wrote. */
final class ModelShape {
  private final GraphProto graph;

  /** Dimensions of the weights by the names that the network gave them. */
  private final Map<String, List<Long>> weights = new HashMap<>();

  private ModelShape(GraphProto graph) {
    this.graph = graph;
    for (TensorProto tensor : graph.getInitializerList()) {
      weights.put(PretrainedWeights.name(tensor), tensor.getDimsList());
    }
  }

  /**
   * Reads the plan of the network; what only training knows, stochastic depth and dropout, is as
   * given, and kernels are of one scale, to which those of several were added up.
   *
   * @throws IOException if the file is not such a model, or one of an earlier version
   */
  static NetworkPlan read(byte[] model, double stochasticDepth, double dropout) throws IOException {
    try {
      return new ModelShape(PretrainedWeights.graph(model)).plan(stochasticDepth, dropout);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException e) {
      throw new IOException("the model to start from holds another network than Mien's", e);
    }
  }

  private NetworkPlan plan(double stochasticDepth, double dropout) throws IOException {
    PretrainedWeights.refuseEarlier(weights.keySet());
    List<Integer> widths = new ArrayList<>();
    List<Integer> blocks = new ArrayList<>();
    for (int stage = 1; weights.containsKey(block(stage, 1) + ".first.weight"); stage++) {
      int count = 1;
      while (weights.containsKey(block(stage, count + 1) + ".first.weight")) {
        count++;
      }
      blocks.add(count);
      widths.add(dimension(block(stage, 1) + ".first.weight", 0));
    }
    long sizeOfInput =
        graph.getInput(0).getType().getTensorType().getShape().getDim(3).getDimValue();
    return new NetworkPlan(
        Math.toIntExact(sizeOfInput),
        dimension("stem.weight", 0),
        widths.stream().mapToInt(Integer::intValue).toArray(),
        blocks.stream().mapToInt(Integer::intValue).toArray(),
        dimension("stem.weight", 1) == 2 ? MultiScale.INPUT : MultiScale.NONE,
        Attention.of(
            weights.containsKey(block(1, 1) + ".channels.squeeze.weight"),
            weights.containsKey("pooling.weight")),
        residual(widths.size()),
        activation(blocks.stream().mapToInt(Integer::intValue).sum()),
        stochasticDepth,
        dropout);
  }

  private static String block(int stage, int block) {
    return "stage%d.block%d".formatted(stage, block);
  }

  private int dimension(String weight, int axis) {
    return Math.toIntExact(Objects.requireNonNull(weights.get(weight)).get(axis));
  }

  /** Only the improved shortcut scales; only the plain one has a convolution with weights. */
  private Residual residual(int stages) {
    if (weights.containsKey(block(1, 1) + ".shortcut.gain")) {
      return Residual.IMPROVED;
    }
    return weights.containsKey(block(stages, 1) + ".shortcut.weight")
        ? Residual.PLAIN
        : Residual.NONE;
  }

  /** The gates of attention have a ReLU of their own, one a block. */
  private Activation activation(int blocks) {
    long rectifiers =
        graph.getNodeList().stream().filter(node -> node.getOpType().equals("Relu")).count();
    return rectifiers > 2L * blocks ? Activation.RELU : Activation.SILU;
  }
}
