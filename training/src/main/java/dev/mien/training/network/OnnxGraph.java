package dev.mien.training.network;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/**
 * An ONNX graph under construction, over the protocol-buffer classes of tribuo-util-onnx. Values
 * are referred to by name. Written for opset 17, which every ONNX Runtime since 1.12 runs.
 */
public final class OnnxGraph {
  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  /** Element types of graph inputs and outputs. */
  enum Type {
    FLOAT(TensorProto.DataType.FLOAT),
    UINT8(TensorProto.DataType.UINT8);

    private final TensorProto.DataType proto;

    Type(TensorProto.DataType proto) {
      this.proto = proto;
    }
  }

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("mien");
  private int serial;

  /** Declares an input whose first axis is the batch. */
  String input(String name, Type type, long... shape) {
    graph.addInput(valueInfo(name, type, shape));
    return name;
  }

  /** Declares {@code value} to be the output called {@code name}; its first axis is the batch. */
  void output(String name, String value, long... shape) {
    graph.addNode(
        NodeProto.newBuilder().setOpType("Identity").setName(name).addInput(value).addOutput(name));
    graph.addOutput(valueInfo(name, Type.FLOAT, shape));
  }

  /** Adds a node with one output and returns that output's name. */
  String node(String operator, List<String> inputs) {
    return node(operator, inputs, Map.of());
  }

  /**
   * Adds a node with one output and returns that output's name.
   *
   * @param attributes values are {@code Integer}, {@code Float}, {@code String} or {@code long[]}
   */
  String node(String operator, List<String> inputs, Map<String, Object> attributes) {
    return nodes(operator, inputs, attributes, 1).get(0);
  }

  /** Adds a node with several outputs and returns their names. */
  List<String> nodes(
      String operator, List<String> inputs, Map<String, Object> attributes, int outputs) {
    String name = operator.toLowerCase(Locale.ROOT) + "_" + serial++;
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(operator).setName(name).addAllInput(inputs);
    new TreeMap<>(attributes).forEach((key, value) -> node.addAttribute(attribute(key, value)));
    for (int i = 0; i < outputs; i++) {
      node.addOutput(outputs == 1 ? name : name + "_" + i);
    }
    graph.addNode(node);
    return List.copyOf(node.getOutputList());
  }

  /** Adds a constant of 32-bit floats. */
  String floats(String name, float[] values, long... shape) {
    return constant(OnnxTensors.floats(unique(name), values, shape));
  }

  /** Adds a tensor's present values as a constant. */
  String floats(String name, Tensor tensor) {
    return floats(name, values(tensor), tensor.shape());
  }

  /** Adds a scalar constant. */
  String scalar(String name, double value) {
    return floats(name, new float[] {(float) value});
  }

  /** Adds a one-dimensional constant of 64-bit integers (shapes, axes, split sizes). */
  String longs(String name, long... values) {
    return constant(OnnxTensors.longs(unique(name), values));
  }

  /** Adds a constant of bytes, 0 to 255, and makes floats of it: a quarter of their size. */
  String floatsOfBytes(String name, byte[] values, long... shape) {
    TensorProto.DataType type = TensorProto.DataType.UINT8;
    String bytes = constant(OnnxTensors.bytes(unique(name), type, values, shape));
    return node("Cast", List.of(bytes), Map.of("to", TensorProto.DataType.FLOAT.getNumber()));
  }

  private String unique(String name) {
    return name + "_" + serial++;
  }

  private String constant(TensorProto tensor) {
    graph.addInitializer(tensor);
    return tensor.getName();
  }

  /** Finishes the graph as a serialised ONNX model with {@code metadata} as its metadata_props. */
  public byte[] toModel(Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("mien")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(graph);
    new TreeMap<>(metadata)
        .forEach(
            (key, value) ->
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }

  /** The values of a tensor, in row-major order. */
  static float[] values(Tensor tensor) {
    Tensor dense = tensor.detach().cpu().contiguous();
    float[] values = new float[Math.toIntExact(dense.numel())];
    FloatBuffer buffer = dense.createBuffer();
    buffer.get(values);
    return values;
  }

  private static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (value instanceof Integer number) {
      attribute.setType(AttributeProto.AttributeType.INT).setI(number);
    } else if (value instanceof Float number) {
      attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number);
    } else if (value instanceof String text) {
      attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
    } else if (value instanceof long[] numbers) {
      attribute.setType(AttributeProto.AttributeType.INTS);
      for (long number : numbers) {
        attribute.addInts(number);
      }
    } else {
      throw new IllegalArgumentException(
          "attribute " + name + " has a type that ONNX does not know");
    }
    return attribute.build();
  }

  private static ValueInfoProto valueInfo(String name, Type type, long... shape) {
    TensorShapeProto.Builder dimensions =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
    for (long size : shape) {
      dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(type.proto.getNumber())
                        .setShape(dimensions)))
        .build();
  }
}
