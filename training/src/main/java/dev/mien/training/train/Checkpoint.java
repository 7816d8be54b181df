package dev.mien.training.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Named tensors in a file of the {@link Safetensors} layout: numbers and nothing that could be run.
 * Written beside and moved into place, so never half there.
 */
final class Checkpoint {
  /** All that a run needs to go on. */
  static final String LAST = "last.safetensors";

  /** The averaged weights of the best epoch. */
  static final String BEST = "best.safetensors";

  private Checkpoint() {}

  static void save(Path file, Map<String, Tensor> tensors) throws IOException {
    try (PointerScope scope = new PointerScope()) {
      Map<String, Safetensors.Values> values = new LinkedHashMap<>();
      tensors.forEach((name, tensor) -> values.put(name, values(tensor)));
      CompleteFile.write(file, unfinished -> Safetensors.write(unfinished, values));
    }
  }

  private static Safetensors.Values values(Tensor tensor) {
    Tensor plain = tensor.detach().cpu().to(ScalarType.Float).contiguous();
    float[] numbers = new float[Math.toIntExact(plain.numel())];
    plain.data_ptr_float().get(numbers);
    return new Safetensors.Values(plain.shape(), numbers);
  }

  /**
   * Overwrites the values of {@code tensors} with those of the file. Call with autograd switched
   * off.
   */
  static void load(Path file, Map<String, Tensor> tensors) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no checkpoint " + file);
    }
    Map<String, Safetensors.Values> stored = Safetensors.read(file);
    try (PointerScope scope = new PointerScope()) {
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Safetensors.Values values = stored.get(entry.getKey());
        if (values == null || !Arrays.equals(values.shape(), entry.getValue().shape())) {
          throw new IOException(
              "the checkpoint " + file + " does not fit this plan: " + entry.getKey());
        }
        entry.getValue().copy_(Tensor.create(values.numbers(), values.shape()));
      }
    }
  }

  /**
   * Refuses a run of an earlier version, whose checkpoints are TorchScript: reading one runs what
   * its writer put into it.
   */
  static void refuseOld(Path folder) throws IOException {
    for (String name : new String[] {"last.pt", "best.pt"}) {
      if (Files.exists(folder.resolve(name))) {
        throw new IOException(
            folder.resolve(name)
                + " is a checkpoint of an earlier version, which could run code when it is read:"
                + " export it with that version, or train again");
      }
    }
  }
}
