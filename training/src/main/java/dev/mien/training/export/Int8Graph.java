package dev.mien.training.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import dev.mien.expression.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the convolutions of a graph for 8-bit arithmetic, as pairs of QuantizeLinear and
 * DequantizeLinear that runtimes fuse (the QDQ form of ONNX): activations become unsigned bytes
 * with one scale a tensor, weights signed bytes with one scale an output channel, and biases 32-bit
 * integers. Weights use seven of their eight bits, because processors without VNNI add products of
 * two bytes in 16 bits. Everything else of the graph stays in 32-bit floats.
 */
final class Int8Graph {
  private static final int LARGEST_ACTIVATION = 255;
  private static final int LARGEST_WEIGHT = 63;
  private static final float LARGEST_BIAS = 1 << 30;
  private static final float SMALLEST_SCALE = 1e-8f;

  private final QuantizedConvolutions convolutions;
  private final Map<String, ActivationRange> ranges;
  private final GraphProto.Builder graph;
  private final Map<String, Float> scales = new HashMap<>();
  private final Set<String> written = new HashSet<>();

  private Int8Graph(
      GraphProto original,
      QuantizedConvolutions convolutions,
      Map<String, ActivationRange> ranges) {
    this.convolutions = convolutions;
    this.ranges = ranges;
    graph = original.toBuilder().clearNode();
  }

  /**
   * The rewritten graph.
   *
   * @param ranges of every one of {@link QuantizedConvolutions#tensors}
   * @throws ModelException if nodes do not stand in the order of computation
   */
  static GraphProto of(
      GraphProto original, QuantizedConvolutions convolutions, Map<String, ActivationRange> ranges)
      throws ModelException {
    Int8Graph int8 = new Int8Graph(original, convolutions, ranges);
    for (NodeProto node : original.getNodeList()) {
      int8.add(node);
    }
    return int8.withoutUnused();
  }

  private void add(NodeProto node) throws ModelException {
    NodeProto.Builder changed = node.toBuilder().clearInput();
    for (String input : node.getInputList()) {
      changed.addInput(scales.containsKey(input) ? dequantized(input) : input);
    }
    if (convolutions.contains(node)) {
      String weights = node.getInput(1);
      String bias = node.getInputCount() > 2 ? node.getInput(2) : null;
      if (!written.add(weights) || (bias != null && !written.add(bias))) {
        throw new ModelException("two convolutions of the model share their weights");
      }
      float inputScale = scaleOf(node.getInput(0));
      float[] weightScales = addWeights(weights, bias, inputScale);
      changed.setInput(1, dequantized(weights));
      if (bias != null) {
        addBias(bias, inputScale, weightScales);
        changed.setInput(2, dequantized(bias));
      }
    }
    graph.addNode(changed);
    for (String output : node.getOutputList()) {
      ActivationRange range = ranges.get(output);
      if (range != null) {
        addActivation(output, range);
      }
    }
  }

  private float scaleOf(String tensor) throws ModelException {
    Float scale = scales.get(tensor);
    if (scale == null) {
      throw new ModelException("the nodes of the model do not stand in the order of computation");
    }
    return scale;
  }

  private void addActivation(String tensor, ActivationRange range) {
    float low = Math.min(0, range.low());
    float high = Math.max(0, range.high());
    float scale = Math.max(SMALLEST_SCALE, (high - low) / LARGEST_ACTIVATION);
    int zero = Math.min(LARGEST_ACTIVATION, Math.round(-low / scale));
    scales.put(tensor, scale);
    addFloats(tensor + "_scale", new float[] {scale});
    add(tensor + "_zero", DataType.UINT8, ByteString.copyFrom(new byte[] {(byte) zero}));
    List<String> parameters = List.of(tensor + "_scale", tensor + "_zero");
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("QuantizeLinear")
            .setName(tensor + "_quantize")
            .addInput(tensor)
            .addAllInput(parameters)
            .addOutput(tensor + "_int8"));
    addDequantize(tensor, false);
  }

  /**
   * Adds weights.
   *
   * @return the scale of each output channel, so large that its bias fits into 32 bits
   */
  private float[] addWeights(String name, @Nullable String biasName, float inputScale) {
    TensorProto weights = convolutions.constant(name);
    float[] values = floats(weights);
    float[] bias = biasName == null ? null : floats(convolutions.constant(biasName));
    int channels = (int) weights.getDims(0);
    int each = values.length / channels;
    float[] channelScales = new float[channels];
    byte[] bytes = new byte[values.length];
    for (int c = 0; c < channels; c++) {
      float largest = 0;
      for (int i = c * each; i < (c + 1) * each; i++) {
        largest = Math.max(largest, Math.abs(values[i]));
      }
      float leastForBias = bias == null ? 0 : Math.abs(bias[c]) / LARGEST_BIAS / inputScale;
      channelScales[c] = Math.max(SMALLEST_SCALE, Math.max(leastForBias, largest / LARGEST_WEIGHT));
      for (int i = c * each; i < (c + 1) * each; i++) {
        bytes[i] = (byte) Math.round(values[i] / channelScales[c]);
      }
    }
    long[] shape = weights.getDimsList().stream().mapToLong(Long::longValue).toArray();
    add(name + "_int8", DataType.INT8, ByteString.copyFrom(bytes), shape);
    add(name + "_zero", DataType.INT8, ByteString.copyFrom(new byte[channels]), channels);
    addFloats(name + "_scale", channelScales, channels);
    addDequantize(name, true);
    return channelScales;
  }

  private void addBias(String name, float inputScale, float[] weightScales) {
    float[] values = floats(convolutions.constant(name));
    float[] biasScales = new float[values.length];
    ByteBuffer integers = littleEndian(values.length * Integer.BYTES);
    for (int c = 0; c < values.length; c++) {
      biasScales[c] = inputScale * weightScales[c];
      integers.putInt(Math.round(values[c] / biasScales[c]));
    }
    add(name + "_int8", DataType.INT32, ByteString.copyFrom(integers.flip()), values.length);
    ByteString zeros = ByteString.copyFrom(new byte[values.length * Integer.BYTES]);
    add(name + "_zero", DataType.INT32, zeros, values.length);
    addFloats(name + "_scale", biasScales, values.length);
    addDequantize(name, true);
  }

  private void addDequantize(String tensor, boolean eachChannel) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType("DequantizeLinear")
            .setName(tensor + "_dequantize")
            .addInput(tensor + "_int8")
            .addInput(tensor + "_scale")
            .addInput(tensor + "_zero")
            .addOutput(dequantized(tensor));
    if (eachChannel) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName("axis")
              .setType(AttributeProto.AttributeType.INT)
              .setI(0));
    }
    graph.addNode(node);
  }

  private static String dequantized(String tensor) {
    return tensor + "_dequantized";
  }

  private void addFloats(String name, float[] values, long... shape) {
    ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    add(name, DataType.FLOAT, ByteString.copyFrom(bytes), shape);
  }

  private void add(String name, DataType type, ByteString data, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber()).setRawData(data);
    for (long size : shape) {
      tensor.addDims(size);
    }
    graph.addInitializer(tensor);
  }

  /** The graph without the 32-bit weights that nothing reads any more. */
  private GraphProto withoutUnused() {
    Set<String> used = new HashSet<>();
    graph.getNodeList().forEach(node -> used.addAll(node.getInputList()));
    List<TensorProto> kept =
        graph.getInitializerList().stream()
            .filter(tensor -> used.contains(tensor.getName()))
            .toList();
    return graph.clearInitializer().addAllInitializer(kept).build();
  }

  private static float[] floats(TensorProto tensor) {
    FloatBuffer buffer =
        tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
