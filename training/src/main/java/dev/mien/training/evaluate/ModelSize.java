package dev.mien.training.evaluate;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model costs, read from its file.
 *
 * @param parameters weights and biases in the graph, after normalisations were folded in
 * @param multiplications multiply-accumulate operations of convolutions and fully connected layers
 *     for one face
 * @param bytes of the file
 */
public record ModelSize(long parameters, long multiplications, long bytes) {

  /**
   * Measures a file that Mien exported.
   *
   * @throws IllegalArgumentException if it is not an ONNX model
   */
  public static ModelSize of(byte[] model) {
    ModelProto proto;
    try {
      proto = ModelProto.parseFrom(model);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not an ONNX model", e);
    }
    Map<String, List<Long>> weights = new HashMap<>();
    long parameters = 0;
    for (TensorProto tensor : proto.getGraph().getInitializerList()) {
      weights.put(tensor.getName(), tensor.getDimsList());
      if (tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber()) {
        parameters += product(tensor.getDimsList());
      }
    }
    Map<String, Long> sides = new HashMap<>();
    sides.put(
        proto.getGraph().getInput(0).getName(),
        proto.getGraph().getInput(0).getType().getTensorType().getShape().getDim(3).getDimValue());
    long multiplications = 0;
    for (NodeProto node : proto.getGraph().getNodeList()) {
      long side = sides.getOrDefault(node.getInput(0), 1L);
      long after =
          switch (node.getOpType()) {
            case "Conv", "AveragePool" -> side / stride(node);
            case "Resize" -> 2 * side;
            default -> side;
          };
      if (node.getOpType().equals("Conv") || node.getOpType().equals("Gemm")) {
        long positions = node.getOpType().equals("Conv") ? after * after : 1;
        multiplications += positions * product(weights.getOrDefault(node.getInput(1), List.of()));
      }
      node.getOutputList().forEach(output -> sides.put(output, after));
    }
    return new ModelSize(parameters, multiplications, model.length);
  }

  private static long product(List<Long> shape) {
    return shape.stream().reduce(1L, (a, b) -> a * b);
  }

  private static long stride(NodeProto node) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals("strides"))
        .map(AttributeProto::getIntsList)
        .map(strides -> strides.get(0))
        .findFirst()
        .orElse(1L);
  }
}
