package dev.mien.internal;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One ONNX model ready to run, from one uint8 tensor to float tensors. The only importer of ONNX
 * Runtime. Thread-safe; closing waits for runs that are under way.
 */
public final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment;
  private final Lifetime lifetime =
      new Lifetime(() -> new IllegalStateException("the model is closed"));
  private final OrtSession session;
  private final Duration deadline;
  private final Map<String, String> metadata;

  /**
   * Loads a model.
   *
   * @param threads how many threads one run may use
   * @param deadline how long one run may take
   * @throws IllegalArgumentException if the bytes are not an ONNX model, or name other files that
   *     weights are to be read from
   */
  public OnnxSession(byte[] model, int threads, Duration deadline) {
    if (ExternalWeights.isIn(model)) {
      throw new IllegalArgumentException("it names other files that its weights lie in");
    }
    this.deadline = deadline;
    NativeRuntimes.ONNX_RUNTIME.requireLoadable();
    environment = OnnxEnvironment.get();
    OrtSession opened = null;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Threads that spin between runs would steal the cores from the face detector.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      opened = environment.createSession(model, options);
      metadata = opened.getMetadata().getCustomMetadata();
      session = opened;
    } catch (OrtException | RuntimeException e) {
      close(opened);
      throw new IllegalArgumentException("ONNX Runtime cannot read it", e);
    }
  }

  /** The model's metadata_props. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The names of the inputs. */
  public Set<String> inputs() {
    return session.getInputNames();
  }

  /** The names of the outputs. */
  public Set<String> outputs() {
    return session.getOutputNames();
  }

  /**
   * Runs the model on one uint8 tensor.
   *
   * @param values row-major, as many as {@code shape} says
   * @return the wanted outputs, flat, row-major, in the order asked for
   * @throws IllegalStateException if the model is closed, or the run fails
   */
  public Map<String, float[]> run(String input, byte[] values, long[] shape, Set<String> wanted) {
    return lifetime.during(() -> runOpen(input, values, shape, wanted));
  }

  private Map<String, float[]> runOpen(
      String input, byte[] values, long[] shape, Set<String> wanted) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(values.length);
    buffer.put(values).flip();
    try (RunDeadline end = new RunDeadline(deadline);
        OnnxTensor tensor =
            OnnxTensor.createTensor(environment, buffer, shape, OnnxJavaType.UINT8)) {
      try (OrtSession.Result result = session.run(Map.of(input, tensor), wanted, end.options())) {
        Map<String, float[]> outputs = new LinkedHashMap<>();
        for (String name : wanted) {
          outputs.put(name, floats(name, result.get(name).orElseThrow()));
        }
        return outputs;
      } catch (OrtException e) {
        throw new IllegalStateException(
            end.passed()
                ? "the model did not answer within " + deadline.toMillis() + " ms"
                : "ONNX Runtime failed: " + e.getMessage(),
            e);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  private static float[] floats(String name, OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor) || tensor.getInfo().type != OnnxJavaType.FLOAT) {
      throw new IllegalStateException("the model's output " + name + " is no tensor of floats");
    }
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] flat = new float[buffer.remaining()];
    buffer.get(flat);
    return flat;
  }

  /** Waits for runs that are under way and frees the native memory. */
  @Override
  public void close() {
    if (lifetime.end()) {
      close(session);
    }
  }

  private static void close(@Nullable OrtSession session) {
    try {
      if (session != null) {
        session.close();
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not be closed: " + e.getMessage(), e);
    }
  }
}
