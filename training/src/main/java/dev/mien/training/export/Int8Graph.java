package dev.mien.training.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.mien.expression.ModelException;
import dev.mien.training.network.OnnxTensors;
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
    graph.addInitializer(OnnxTensors.floats(tensor + "_scale", new float[] {scale}));
    byte[] zeros = {(byte) zero};
    graph.addInitializer(OnnxTensors.bytes(tensor + "_zero", DataType.UINT8, zeros));
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
    float[] values = OnnxTensors.floats(weights);
    float[] bias = biasName == null ? null : OnnxTensors.floats(convolutions.constant(biasName));
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
    byte[] zeros = new byte[channels];
    graph.addInitializer(OnnxTensors.bytes(name + "_int8", DataType.INT8, bytes, shape));
    graph.addInitializer(OnnxTensors.bytes(name + "_zero", DataType.INT8, zeros, channels));
    graph.addInitializer(OnnxTensors.floats(name + "_scale", channelScales, channels));
    addDequantize(name, true);
    return channelScales;
  }

  private void addBias(String name, float inputScale, float[] weightScales) {
    float[] values = OnnxTensors.floats(convolutions.constant(name));
    int count = values.length;
    float[] biasScales = new float[count];
    int[] integers = new int[count];
    for (int c = 0; c < count; c++) {
      biasScales[c] = inputScale * weightScales[c];
      integers[c] = Math.round(values[c] / biasScales[c]);
    }
    graph.addInitializer(OnnxTensors.ints(name + "_int8", integers, count));
    graph.addInitializer(OnnxTensors.ints(name + "_zero", new int[count], count));
    graph.addInitializer(OnnxTensors.floats(name + "_scale", biasScales, count));
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
}
