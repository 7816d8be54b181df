package dev.mien.training.evaluate;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model costs, read from its file.
 *
 * @param parameters weights and biases in the graph, after normalisations were folded in
 * @param multiplications multiply-accumulate operations of convolutions and fully connected layers
 *     for one face
 * @param bytes of the file
 */
public record ModelSize(long parameters, long multiplications, long bytes) {
  private static final Set<String> QUANTIZATION = Set.of("QuantizeLinear", "DequantizeLinear");
  private static final Set<String> MAKES_FLOATS = Set.of("DequantizeLinear", "Cast");

  /** The pattern of 0 and 1 of a shortcut that adds channels, a float in earlier files. */
  private static final String WIDENING = ".shortcut.widen_";

  /** Types of constants that no training adjusted: sizes and axes, and patterns of 0 and 1. */
  private static final Set<Integer> FIXED =
      Set.of(TensorProto.DataType.INT64.getNumber(), TensorProto.DataType.UINT8.getNumber());

  /**
   * One convolution of a model.
   *
   * @param in channels
   * @param out channels
   * @param kernel width and height
   * @param stride along both axes
   * @param dilation along both axes
   * @param side width and height of what it reads
   */
  public record ConvolutionShape(int in, int out, int kernel, int stride, int dilation, int side) {

    /** Multiply-accumulate operations for one face. */
    public long multiplications() {
      long positions = (long) (side / stride) * (side / stride);
      return positions * in * out * kernel * kernel;
    }
  }

  /**
   * Measures a file that Mien exported.
   *
   * @throws IllegalArgumentException if it is not an ONNX model
   */
  public static ModelSize of(byte[] model) {
    GraphProto graph = graph(model);
    Set<String> quantization =
        graph.getNodeList().stream()
            .filter(node -> QUANTIZATION.contains(node.getOpType()))
            .flatMap(node -> node.getInputList().stream().skip(1))
            .collect(Collectors.toSet());
    long parameters =
        graph.getInitializerList().stream()
            .filter(tensor -> !FIXED.contains(tensor.getDataType()))
            .filter(tensor -> !tensor.getName().contains(WIDENING))
            .filter(tensor -> !quantization.contains(tensor.getName()))
            .mapToLong(tensor -> product(tensor.getDimsList()))
            .sum();
    Map<String, List<Long>> weights = weights(graph);
    long connected =
        graph.getNodeList().stream()
            .filter(node -> node.getOpType().equals("Gemm"))
            .mapToLong(node -> product(weights.getOrDefault(node.getInput(1), List.of())))
            .sum();
    long convolved =
        convolutions(graph, weights).stream().mapToLong(ConvolutionShape::multiplications).sum();
    return new ModelSize(parameters, connected + convolved, model.length);
  }

  /**
   * The convolutions of a file that Mien exported, in the order in which they are computed.
   *
   * @throws IllegalArgumentException if it is not an ONNX model
   */
  public static List<ConvolutionShape> convolutions(byte[] model) {
    GraphProto graph = graph(model);
    return convolutions(graph, weights(graph));
  }

  private static List<ConvolutionShape> convolutions(
      GraphProto graph, Map<String, List<Long>> weights) {
    Map<String, Integer> sides = new HashMap<>();
    sides.put(
        graph.getInput(0).getName(),
        (int) graph.getInput(0).getType().getTensorType().getShape().getDim(3).getDimValue());
    List<ConvolutionShape> shapes = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      int side = sides.getOrDefault(node.getInput(0), 1);
      int after =
          switch (node.getOpType()) {
            case "Conv", "AveragePool" -> side / attribute(node, "strides");
            case "Resize" -> 2 * side;
            default -> side;
          };
      if (node.getOpType().equals("Conv")) {
        List<Long> shape = weights.getOrDefault(node.getInput(1), List.of(0L, 0L, 1L, 1L));
        shapes.add(
            new ConvolutionShape(
                Math.toIntExact(shape.get(1)),
                Math.toIntExact(shape.get(0)),
                Math.toIntExact(shape.get(2)),
                attribute(node, "strides"),
                attribute(node, "dilations"),
                side));
      }
      node.getOutputList().forEach(output -> sides.put(output, after));
    }
    return shapes;
  }

  private static GraphProto graph(byte[] model) {
    try {
      return ModelProto.parseFrom(model).getGraph();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not an ONNX model", e);
    }
  }

  /** The shapes of constants, and of the floats that are made of those in 8 bits. */
  private static Map<String, List<Long>> weights(GraphProto graph) {
    Map<String, List<Long>> shapes = new HashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      shapes.put(tensor.getName(), tensor.getDimsList());
    }
    for (NodeProto node : graph.getNodeList()) {
      List<Long> shape = shapes.get(node.getInput(0));
      if (MAKES_FLOATS.contains(node.getOpType()) && shape != null) {
        shapes.put(node.getOutput(0), shape);
      }
    }
    return shapes;
  }

  private static long product(List<Long> shape) {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  /** The first of an attribute's numbers; 1 if the node does not have it. */
  private static int attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .map(attribute -> Math.toIntExact(attribute.getInts(0)))
        .findFirst()
        .orElse(1);
  }
}
