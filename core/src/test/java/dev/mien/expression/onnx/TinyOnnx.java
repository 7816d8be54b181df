package dev.mien.expression.onnx;

import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes ONNX files of a few nodes whose answers are constants, field by field as onnx.proto
 * numbers them.
 */
public final class TinyOnnx {
  private static final int FLOAT = 1;
  private static final int UINT8 = 2;
  private static final int INT64 = 7;
  private static final int BOOL = 9;

  private final Map<String, float[]> answers = new LinkedHashMap<>();
  private final ByteArrayOutputStream graph = new ByteArrayOutputStream();
  private String card = defaultCard();

  /** A model that Mien can use. */
  public TinyOnnx() {
    answer("probabilities", 0.3f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f);
    answer("probabilities_fer2013", 0.4f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f);
    answer("logits", 1, 0, 0, 0, 0, 0, 0, 0);
    answer("embedding", 1, 2, 3);
    answer("attention", 0.25f, 0.25f, 0.25f, 0.25f);
  }

  private static String defaultCard() {
    try (OnnxExpressionModel model =
        OnnxExpressionModel.open(InstalledModels.bytes("small"), "small", 1)) {
      return model.card().toJson();
    } catch (ModelException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What an output says of every face. */
  public TinyOnnx answer(String output, float... values) {
    answers.put(output, values);
    return this;
  }

  public TinyOnnx card(String json) {
    card = json;
    return this;
  }

  public String card() {
    return card;
  }

  /** A weight that is to be read from another file. */
  public TinyOnnx externalWeight(String file) {
    byte[] entry = message(1, "location", 2, file);
    graph.writeBytes(message(5, message(1, 1, 2, FLOAT, 8, "outside", 13, entry, 14, 1)));
    node("Identity", List.of("outside"), List.of("outside_used"));
    return this;
  }

  /** The first output waits for a loop that has no end. */
  public TinyOnnx endlessLoop() {
    byte[] yes = tensor("yes", BOOL, new long[0], new byte[] {1});
    byte[] body =
        bytes(
            message(1, nodeMessage("Identity", List.of("yes_in"), List.of("yes_out"))),
            message(1, nodeMessage("Add", List.of("sum_in", "one"), List.of("sum_out"))),
            message(2, "body"),
            message(11, value("i", INT64)),
            message(11, value("yes_in", BOOL)),
            message(11, value("sum_in", FLOAT, 1, 1)),
            message(12, value("yes_out", BOOL)),
            message(12, value("sum_out", FLOAT, 1, 1)));
    graph.writeBytes(message(5, yes));
    graph.writeBytes(message(5, floats("one", new long[] {1, 1}, 1)));
    graph.writeBytes(message(5, floats("start", new long[] {1, 1}, 1)));
    byte[] attribute = message(1, "body", 6, body, 20, 5);
    graph.writeBytes(
        message(
            1,
            bytes(
                message(1, "", 1, "yes", 1, "start"),
                message(2, "never", 4, "Loop", 5, attribute))));
    return this;
  }

  public byte[] build() {
    String zero = "zero";
    node("Cast", List.of("faces"), List.of("floats"), message(1, "to", 3, FLOAT, 20, 2));
    graph.writeBytes(message(5, floats("nothing", new long[] {1, 1, 1, 1}, 0)));
    node("Mul", List.of("floats", "nothing"), List.of("zeros"));
    node(
        "ReduceMean",
        List.of("zeros"),
        List.of("mean"),
        bytes(message(1, "axes", 20, 7), message(8, 1, 8, 2, 8, 3)),
        message(1, "keepdims", 3, 0, 20, 2));
    byte[] shape =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(-1).putLong(1).array();
    graph.writeBytes(message(5, tensor("column", INT64, new long[] {2}, shape)));
    node("Reshape", List.of("mean", "column"), List.of(zero));
    boolean loops = graph.toString(StandardCharsets.ISO_8859_1).contains("Loop");
    if (loops) {
      node("Add", List.of(zero, "never"), List.of("late"));
    }
    answers.forEach(
        (name, values) -> {
          String constant = name + "_constant";
          graph.writeBytes(message(5, floats(constant, new long[] {1, values.length}, values)));
          node("Add", List.of(loops ? "late" : zero, constant), List.of(name));
        });
    graph.writeBytes(message(2, "tiny"));
    graph.writeBytes(message(11, value("faces", UINT8, -1, 1, 48, 48)));
    answers.keySet().forEach(name -> graph.writeBytes(message(12, value(name, FLOAT, -1, -2))));
    return bytes(
        message(1, 8),
        message(7, graph.toByteArray()),
        message(8, message(2, 15)),
        message(14, message(1, ModelCard.METADATA_KEY, 2, card)));
  }

  private void node(String type, List<String> inputs, List<String> outputs, byte[]... attributes) {
    graph.writeBytes(message(1, nodeMessage(type, inputs, outputs, attributes)));
  }

  private static byte[] nodeMessage(
      String type, List<String> inputs, List<String> outputs, byte[]... attributes) {
    ByteArrayOutputStream node = new ByteArrayOutputStream();
    inputs.forEach(input -> node.writeBytes(message(1, input)));
    outputs.forEach(output -> node.writeBytes(message(2, output)));
    node.writeBytes(message(4, type));
    for (byte[] attribute : attributes) {
      node.writeBytes(message(5, attribute));
    }
    return node.toByteArray();
  }

  private static byte[] floats(String name, long[] shape, float... values) {
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return tensor(name, FLOAT, shape, raw.array());
  }

  private static byte[] tensor(String name, int type, long[] shape, byte[] raw) {
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    for (long size : shape) {
      tensor.writeBytes(message(1, size));
    }
    tensor.writeBytes(message(2, type, 8, name, 9, raw));
    return tensor.toByteArray();
  }

  /** Sizes below zero have a name instead of a number. */
  private static byte[] value(String name, int type, int... sizes) {
    ByteArrayOutputStream shape = new ByteArrayOutputStream();
    for (int size : sizes) {
      shape.writeBytes(message(1, size < 0 ? message(2, "d" + -size + name) : message(1, size)));
    }
    byte[] tensor = message(1, type, 2, shape.toByteArray());
    return message(1, name, 2, message(1, tensor));
  }

  /** Fields and their values, in turn: numbers, texts, or messages. */
  private static byte[] message(Object... fieldsAndValues) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < fieldsAndValues.length; i += 2) {
      long field = ((Number) fieldsAndValues[i]).longValue();
      Object value = fieldsAndValues[i + 1];
      if (value instanceof Number number) {
        varint(out, field << 3);
        varint(out, number.longValue());
      } else {
        byte[] content =
            value instanceof byte[] bytes
                ? bytes
                : ((String) value).getBytes(StandardCharsets.UTF_8);
        varint(out, field << 3 | 2);
        varint(out, content.length);
        out.writeBytes(content);
      }
    }
    return out.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static byte[] bytes(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
