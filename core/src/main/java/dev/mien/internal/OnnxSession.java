package dev.mien.internal;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One ONNX model ready to run, from one uint8 tensor to float tensors. The only importer of ONNX
 * Runtime. Thread-safe; closing waits for runs that are under way.
 */
public final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment = OnnxEnvironment.get();
  private final Lifetime lifetime =
      new Lifetime(() -> new IllegalStateException("the model is closed"));
  private final OrtSession session;
  private final Map<String, String> metadata;

  /**
   * Loads a model.
   *
   * @param threads how many threads one run may use
   * @throws IllegalArgumentException if the bytes are not an ONNX model
   */
  public OnnxSession(byte[] model, int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // Threads that spin between runs would steal the cores from the face detector.
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      session = environment.createSession(model, options);
      metadata = session.getMetadata().getCustomMetadata();
    } catch (OrtException e) {
      throw new IllegalArgumentException("not a readable ONNX model", e);
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
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(environment, buffer, shape, OnnxJavaType.UINT8);
        OrtSession.Result result = session.run(Map.of(input, tensor), wanted)) {
      Map<String, float[]> outputs = new LinkedHashMap<>();
      for (String name : wanted) {
        OnnxTensor output = (OnnxTensor) result.get(name).orElseThrow();
        float[] flat = new float[output.getFloatBuffer().remaining()];
        output.getFloatBuffer().get(flat);
        outputs.put(name, flat);
      }
      return outputs;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  /** Waits for runs that are under way and frees the native memory. */
  @Override
  public void close() {
    if (!lifetime.end()) {
      return;
    }
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not be closed: " + e.getMessage(), e);
    }
  }
}
