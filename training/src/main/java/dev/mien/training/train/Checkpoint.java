package dev.mien.training.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;

/**
 * Named tensors in a file, in PyTorch's own archive format. Written beside and moved into place, so
 * never half there.
 */
final class Checkpoint {
  private Checkpoint() {}

  static void save(Path file, Map<String, Tensor> tensors) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    try (PointerScope scope = new PointerScope()) {
      OutputArchive archive = new OutputArchive();
      tensors.forEach((name, tensor) -> archive.write(key(name), tensor.detach().cpu()));
      archive.save_to(unfinished.toString());
    } catch (RuntimeException e) {
      throw new IOException("the checkpoint " + file + " could not be written: " + firstLine(e), e);
    }
    Files.move(
        unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Overwrites the values of {@code tensors} with those of the file. Call with autograd switched
   * off.
   */
  static void load(Path file, Map<String, Tensor> tensors) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no checkpoint " + file);
    }
    try (PointerScope scope = new PointerScope()) {
      InputArchive archive = new InputArchive();
      archive.load_from(file.toString());
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Tensor stored = new Tensor();
        archive.read(key(entry.getKey()), stored);
        entry.getValue().copy_(stored);
      }
    } catch (RuntimeException e) {
      throw new IOException(
          "the checkpoint " + file + " does not fit this plan: " + firstLine(e), e);
    }
  }

  private static String key(String name) {
    return name.replace('.', '/');
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason");
  }
}
