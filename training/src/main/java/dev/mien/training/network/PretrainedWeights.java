package dev.mien.training.network;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The weights in a model file that {@link HybridNet#export} wrote, by the names that the network
 * gave them. Batch normalisation is folded into them; {@link HybridNet#start} unfolds it again, so
 * that a network can go on learning from the file alone.
 */
public final class PretrainedWeights {
  /** Exported names end in a serial number, which keeps them unique. */
  private static final String SERIAL = "_\\d+$";

  private final Map<String, float[]> values = new HashMap<>();

  /**
   * Reads the weights of a model file.
   *
   * @throws IOException if it is not an ONNX file
   */
  public PretrainedWeights(byte[] model) throws IOException {
    for (TensorProto tensor : graph(model).getInitializerList()) {
      if (tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber()) {
        values.put(name(tensor), OnnxTensors.floats(tensor));
      }
    }
  }

  /** The graph of a model file in 32 bits. */
  static GraphProto graph(byte[] model) throws IOException {
    GraphProto graph;
    try {
      graph = ModelProto.parseFrom(model).getGraph();
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("the model to start from is no ONNX file, or a damaged one", e);
    }
    if (graph.getNodeList().stream()
        .anyMatch(node -> node.getOpType().equals("DequantizeLinear"))) {
      throw new IOException(
          "the model to start from is in 8 bits, which training cannot go on from: name its 32-bit form");
    }
    return graph;
  }

  /** The name that the network gave a weight. */
  static String name(TensorProto weight) {
    return weight.getName().replaceFirst(SERIAL, "");
  }

  /** Refuses the network of an earlier version by the names of its weights. */
  static void refuseEarlier(Set<String> names) throws IOException {
    if (names.contains("stem.full.weight")) {
      throw new IOException(
          "the model to start from has the network of an earlier version, which cannot be trained on:"
              + " use it as a teacher (--teacher) of a new one instead");
    }
  }

  /** Whether the file has a weight of this name. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * The values of a weight.
   *
   * @throws IOException if the file has no such weight, or one of another size
   */
  float[] get(String name, long count) throws IOException {
    float[] found = values.get(name);
    if (found == null) {
      refuseEarlier(values.keySet());
    }
    if (found == null || found.length != count) {
      throw new IOException(
          "the model to start from has another shape than the plan: its %s has %d numbers, not %d"
              .formatted(name, found == null ? 0 : found.length, count));
    }
    return found;
  }
}
