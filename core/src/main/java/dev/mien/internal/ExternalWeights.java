package dev.mien.internal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Looks whether an ONNX file names other files that its weights are to be read from. It walks over
 * the protocol-buffer messages of onnx.proto down to all tensors, whichever way they are nested.
 */
final class ExternalWeights {
  private static final int MAX_DEPTH = 100;
  private static final int EXTERNAL_DATA = 13;
  private static final int DATA_LOCATION = 14;

  private ExternalWeights() {}

  /** The messages that lead to tensors, each with the fields that do. */
  private enum Message {
    MODEL,
    TRAINING,
    GRAPH,
    FUNCTION,
    NODE,
    ATTRIBUTE,
    SPARSE,
    TENSOR;

    Map<Integer, Message> fields() {
      return switch (this) {
        case MODEL -> Map.of(7, GRAPH, 20, TRAINING, 25, FUNCTION);
        case TRAINING -> Map.of(1, GRAPH, 2, GRAPH);
        case GRAPH -> Map.of(1, NODE, 5, TENSOR, 15, SPARSE);
        case FUNCTION -> Map.of(7, NODE, 11, ATTRIBUTE);
        case NODE -> Map.of(5, ATTRIBUTE);
        case ATTRIBUTE ->
            Map.of(5, TENSOR, 6, GRAPH, 10, TENSOR, 11, GRAPH, 22, SPARSE, 23, SPARSE);
        case SPARSE -> Map.of(1, TENSOR, 2, TENSOR);
        case TENSOR -> Map.of();
      };
    }
  }

  /**
   * Whether a model has weights elsewhere.
   *
   * @throws IllegalArgumentException if the bytes are no protocol-buffer message
   */
  static boolean isIn(byte[] model) {
    try {
      return isIn(ByteBuffer.wrap(model), Message.MODEL, 0);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("not a readable ONNX model", e);
    }
  }

  private static boolean isIn(ByteBuffer bytes, Message message, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("an ONNX model of too many levels");
    }
    Map<Integer, Message> fields = message.fields();
    while (bytes.hasRemaining()) {
      long key = varint(bytes);
      int field = (int) (key >>> 3);
      switch ((int) key & 7) {
        case 0 -> {
          long value = varint(bytes);
          if (message == Message.TENSOR && field == DATA_LOCATION && value != 0) {
            return true;
          }
        }
        case 1 -> skip(bytes, 8);
        case 2 -> {
          ByteBuffer content = skip(bytes, varint(bytes));
          Message inner = fields.get(field);
          if ((message == Message.TENSOR && field == EXTERNAL_DATA)
              || (inner != null && isIn(content, inner, depth + 1))) {
            return true;
          }
        }
        case 5 -> skip(bytes, 4);
        default -> throw new IllegalArgumentException("not a readable ONNX model");
      }
    }
    return false;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("not a readable ONNX model");
  }

  private static ByteBuffer skip(ByteBuffer bytes, long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer content = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return content;
  }
}
