package dev.mien.expression.onnx;

import dev.mien.expression.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads model files, which are regular files of a size that a model can have. */
final class ModelFile {
  private static final int MAX_BYTES = 1 << 30;

  private ModelFile() {}

  static byte[] read(Path file) throws ModelException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new ModelException("the model " + file + " is no regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ModelException("the model " + file + " is larger than 1 GiB");
      }
      return bytes;
    } catch (ModelException e) {
      throw e;
    } catch (IOException e) {
      throw new ModelException("the model " + file + " cannot be read", e);
    }
  }
}
