package dev.mien.bench.fuzz;

import dev.mien.training.network.HybridNet;
import dev.mien.training.network.NetworkPlan;
import dev.mien.training.network.PyTorch;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** The weights of a training run, whose network is as small as networks can be. */
final class CheckpointTarget implements FuzzTarget {
  private static final String WEIGHTS = "best.safetensors";

  @Override
  public String name() {
    return "checkpoint";
  }

  @Override
  public void prepare() {
    PyTorch.load(); // Hundreds of megabytes, unpacked if this user never ran it.
  }

  private static TrainingPlan plan() throws IOException {
    TrainingPlan plan = TrainingPlan.open("ablation");
    NetworkPlan network = plan.network();
    return plan.withNetwork(
        new NetworkPlan(
            network.inputSize(),
            2,
            new int[] {2, 2},
            new int[] {1, 1},
            network.multiScale(),
            network.attention(),
            network.residual(),
            network.activation(),
            network.stochasticDepth(),
            network.dropout()));
  }

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    try (PointerScope scope = new PointerScope()) {
      seeds.add(file(new HybridNet(plan().network(), 1).state().tensors()));
    }
    byte[] header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}"
            .getBytes(StandardCharsets.UTF_8);
    seeds.add(littleEndian(8 + header.length + 16).putLong(header.length).put(header).array());
    seeds.addAll(Corpus.of(name()));
    return seeds;
  }

  /**
   * The layout of safetensors, written here once more: the reader must not judge its own writer.
   */
  private static byte[] file(Map<String, Tensor> tensors) {
    StringJoiner header = new StringJoiner(",", "{", "}");
    ByteBuffer numbers =
        littleEndian(4 * (int) tensors.values().stream().mapToLong(Tensor::numel).sum());
    tensors.forEach(
        (name, tensor) -> {
          int from = numbers.position();
          float[] values = new float[(int) tensor.numel()];
          tensor.detach().contiguous().data_ptr_float().get(values);
          for (float value : values) {
            numbers.putFloat(value);
          }
          StringJoiner shape = new StringJoiner(",", "[", "]");
          for (long size : tensor.shape()) {
            shape.add(String.valueOf(size));
          }
          header.add(
              "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                  .formatted(name, shape, from, numbers.position()));
        });
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    return littleEndian(8 + json.length + numbers.capacity())
        .putLong(json.length)
        .put(json)
        .put(numbers.flip())
        .array();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public boolean read(byte[] input) throws IOException {
    Path folder = Files.createTempDirectory("mien-fuzz");
    try (PointerScope scope = new PointerScope()) {
      Files.writeString(folder.resolve("plan.json"), plan().toJson());
      Files.writeString(
          folder.resolve("run.json"),
          "{\"seed\":1,\"from\":null,\"frozen_stages\":0,\"teachers\":[]}");
      Files.write(folder.resolve(WEIGHTS), input);
      TrainedRun.open(folder);
      return true;
    } catch (IOException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw e;
      }
      return false;
    } finally {
      for (String name : new String[] {"plan.json", "run.json", WEIGHTS}) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
  }
}
