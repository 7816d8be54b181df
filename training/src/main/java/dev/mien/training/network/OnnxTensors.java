package dev.mien.training.network;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Constants of ONNX graphs, stored as raw little-endian bytes. */
public final class OnnxTensors {
  private OnnxTensors() {}

  /** A constant of 32-bit floats. */
  public static TensorProto floats(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return of(name, TensorProto.DataType.FLOAT, bytes, shape);
  }

  /** A constant of 32-bit integers. */
  public static TensorProto ints(String name, int[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(values);
    return of(name, TensorProto.DataType.INT32, bytes, shape);
  }

  /** A constant of 64-bit integers with one dimension. */
  public static TensorProto longs(String name, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return of(name, TensorProto.DataType.INT64, bytes, values.length);
  }

  /**
   * A constant of bytes.
   *
   * @param type {@code INT8} or {@code UINT8}
   */
  public static TensorProto bytes(
      String name, TensorProto.DataType type, byte[] values, long... shape) {
    return of(name, type, ByteBuffer.wrap(values), shape);
  }

  private static TensorProto of(
      String name, TensorProto.DataType type, ByteBuffer bytes, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
    for (long size : shape) {
      tensor.addDims(size);
    }
    return tensor.setRawData(ByteString.copyFrom(bytes)).build();
  }

  /** The values of a constant of 32-bit floats that is stored so. */
  public static float[] floats(TensorProto tensor) {
    FloatBuffer stored =
        tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[] values = new float[stored.remaining()];
    stored.get(values);
    return values;
  }
}
