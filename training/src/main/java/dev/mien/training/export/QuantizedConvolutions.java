package dev.mien.training.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The convolutions of a graph that gain by 8-bit arithmetic, and the tensors that go into them and
 * come out of them. Narrow ones and those over single channels stay as they are: they take little
 * time, and their few weights lose most.
 */
final class QuantizedConvolutions {
  /** The least output channels, and the least weights of each. */
  private static final int LEAST = 16;

  private final Map<String, TensorProto> constants = new HashMap<>();
  private final Map<String, NodeProto> consumers = new HashMap<>();
  private final Set<String> shared = new HashSet<>();
  private final Set<String> computed = new HashSet<>();

  /** By their outputs: nodes need no names. */
  private final Set<String> convolutions = new HashSet<>();

  private final Set<String> tensors = new LinkedHashSet<>();

  QuantizedConvolutions(GraphProto graph) {
    graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    for (NodeProto node : graph.getNodeList()) {
      computed.addAll(node.getOutputList());
      for (String input : node.getInputList()) {
        if (consumers.put(input, node) != null) {
          shared.add(input);
        }
      }
    }
    for (NodeProto node : graph.getNodeList()) {
      if (gains(node)) {
        convolutions.add(node.getOutput(0));
        tensors.add(node.getInput(0));
        tensors.add(activated(node.getOutput(0)));
      }
    }
  }

  private boolean gains(NodeProto node) {
    if (!node.getOpType().equals("Conv") || !computed.contains(node.getInput(0))) {
      return false;
    }
    List<String> parameters = node.getInputList().subList(1, node.getInputCount());
    if (!parameters.stream().allMatch(this::isConstantOfFloats)) {
      return false;
    }
    List<Long> shape = constant(node.getInput(1)).getDimsList();
    long each = shape.stream().skip(1).reduce(1L, (a, b) -> a * b);
    return shape.get(0) >= LEAST && each >= LEAST;
  }

  private boolean isConstantOfFloats(String name) {
    TensorProto tensor = constants.get(name);
    return tensor != null
        && tensor.getDataType() == DataType.FLOAT.getNumber()
        && !tensor.getRawData().isEmpty();
  }

  /** What a rectified linear unit makes of an output that goes nowhere else: they are fused. */
  private String activated(String output) {
    NodeProto next = consumers.get(output);
    return next != null && next.getOpType().equals("Relu") && !shared.contains(output)
        ? next.getOutput(0)
        : output;
  }

  /** Whether a node is one of them. */
  boolean contains(NodeProto node) {
    return convolutions.contains(node.getOutput(0));
  }

  /** How many there are. */
  int count() {
    return convolutions.size();
  }

  /** The names of the tensors that become bytes. */
  Set<String> tensors() {
    return tensors;
  }

  /** A constant of the graph. */
  TensorProto constant(String name) {
    TensorProto tensor = constants.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("the graph has no constant " + name);
    }
    return tensor;
  }
}
