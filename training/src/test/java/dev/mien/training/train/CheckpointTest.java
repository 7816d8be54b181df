package dev.mien.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.training.TinyPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 11 of the hardening: checkpoints are numbers, whoever wrote them. */
final class CheckpointTest {
  @TempDir private Path folder;

  private static Map<String, Tensor> tensors(float first) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("a.weight", Tensor.create(new float[] {first, 2, 3, 4, 5, 6}, 2, 3));
    tensors.put("steps", Tensor.create(new float[] {7}, 1));
    return tensors;
  }

  private Path saved() throws IOException {
    Path file = folder.resolve("x.safetensors");
    Checkpoint.save(file, tensors(1));
    return file;
  }

  @Test
  void row11_checkpoint_isTheSafetensorsLayout() throws IOException {
    byte[] bytes = Files.readAllBytes(saved());
    ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    String header = new String(bytes, 8, (int) content.getLong(), StandardCharsets.UTF_8);
    assertThat(header)
        .isEqualTo(
            "{\"a.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                + "\"steps\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[24,28]}}");
    assertThat(content.getFloat(8 + header.length() + 4)).isEqualTo(2);
    assertThat(bytes).hasSize(8 + header.length() + 28);
  }

  @Test
  void load_whatWasSaved_isTheSameToTheBit() throws IOException {
    Map<String, Tensor> loaded = tensors(99);
    Checkpoint.load(saved(), loaded);
    assertThat(torch.equal(loaded.get("a.weight"), tensors(1).get("a.weight"))).isTrue();
  }

  @Test
  void row11_torchScript_isNeverRead() throws IOException {
    Path file = folder.resolve("best.safetensors");
    OutputArchive archive = new OutputArchive();
    archive.write("a", torch.zeros(1));
    archive.save_to(file.toString());
    assertThatThrownBy(() -> Checkpoint.load(file, tensors(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not of the safetensors layout");
  }

  @Test
  void row11_runOfAnEarlierVersion_isRefusedWithASentence() throws IOException {
    Files.writeString(folder.resolve("plan.json"), TinyPlan.training(1, 0.05).toJson());
    Files.write(folder.resolve("best.pt"), new byte[] {1});
    assertThatThrownBy(() -> TrainedRun.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("earlier version, which could run code");
    assertThatThrownBy(
            () -> new Trainer(TinyPlan.training(1, 0.05), folder, RunOptions.of(1, Precision.FP32)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("earlier version, which could run code");
  }

  @Test
  void load_anotherShape_namesTheTensor() throws IOException {
    Map<String, Tensor> other = tensors(1);
    other.put("a.weight", torch.zeros(3, 2));
    Path file = saved();
    assertThatThrownBy(() -> Checkpoint.load(file, other))
        .hasMessageContaining("does not fit this plan: a.weight");
  }

  @Test
  void load_anyDamage_isASentenceAndTakesNoMemory() throws IOException {
    byte[] whole = Files.readAllBytes(saved());
    SplittableRandom random = new SplittableRandom(3);
    Path file = folder.resolve("damaged");
    for (int round = 0; round < 2000; round++) {
      byte[] damaged =
          Arrays.copyOf(whole, whole.length - (round % 3 == 0 ? random.nextInt(60) : 0));
      for (int hit = 0; hit <= random.nextInt(4); hit++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, damaged);
      try {
        Safetensors.read(file);
      } catch (IOException e) {
        assertThat(e.getMessage()).contains("checkpoint");
      }
    }
  }
}
