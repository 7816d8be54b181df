package dev.mien.internal;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;

/**
 * One TensorFlow Lite model ready to run on one thread, from floats to floats. The only importer of
 * that runtime. Not thread-safe: lend it to one thread at a time.
 */
public final class TfliteInterpreter implements AutoCloseable {
  private static final int OK = 0;

  static {
    TfliteLog.warningsOnly();
  }

  // The runtime reads from these for as long as it lives.
  private final BytePointer bytes;
  private final FlatBufferModel flatBuffer;
  private final BuiltinOpResolver resolver = new BuiltinOpResolver();
  private final Interpreter interpreter = new Interpreter((Pointer) null);
  private final FloatPointer input;
  private final List<FloatPointer> outputs = new ArrayList<>();

  /** Loads the runtime, which the first use would do. */
  static void load() {
    // The initializer of this class has done it.
  }

  /**
   * Loads a model with one float input.
   *
   * @param outputCount how many outputs will be asked for
   * @throws IllegalArgumentException if the bytes are not such a model
   */
  public TfliteInterpreter(byte[] model, int outputCount) {
    bytes = new BytePointer(model);
    flatBuffer = FlatBufferModel.VerifyAndBuildFromBuffer(bytes, model.length);
    if (flatBuffer == null || flatBuffer.isNull()) {
      throw new IllegalArgumentException("not a TensorFlow Lite model");
    }
    try (InterpreterBuilder builder = new InterpreterBuilder(flatBuffer, resolver)) {
      if (builder.apply(interpreter, 1) != OK || interpreter.AllocateTensors() != OK) {
        throw new IllegalArgumentException("TensorFlow Lite cannot run this model");
      }
    }
    input = interpreter.typed_input_tensor_float(0);
    for (int i = 0; i < outputCount; i++) {
      outputs.add(interpreter.typed_output_tensor_float(i));
    }
  }

  /**
   * Runs the model.
   *
   * @param values fills the input tensor exactly
   * @param results one array per output, in the model's order, each as long as that output
   */
  public void run(float[] values, float[]... results) {
    input.position(0).put(values);
    if (interpreter.Invoke() != OK) {
      throw new IllegalStateException("TensorFlow Lite failed");
    }
    for (int i = 0; i < results.length; i++) {
      outputs.get(i).position(0).get(results[i]);
    }
  }

  /** Frees the native memory. */
  @Override
  public void close() {
    interpreter.close();
    resolver.close();
    flatBuffer.close();
    bytes.close();
  }
}
