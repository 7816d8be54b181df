package dev.mien.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.mien.training.TinyPlan;
import dev.mien.training.evaluate.ModelSize;
import dev.mien.training.network.NetworkPlan.Residual;
import dev.mien.training.train.Device;
import dev.mien.training.train.Teacher;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.junit.jupiter.api.Test;

final class HybridNetTest {
  private static byte[] pattern(int low, int high) {
    byte[] pixels = new byte[48 * 48];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 48 * i % 7 < 3 ? low : high);
    }
    return pixels;
  }

  @Test
  void parts_switchedOff_changeTheGraphAndKeepTheWeightCount() throws IOException {
    for (String name : List.of("small", "base")) {
      NetworkPlan full = TrainingPlan.open(name).network();
      long count = new HybridNet(full, 1).state().parameterCount();
      HybridNet single =
          new HybridNet(full.with(MultiScale.NONE, Attention.BOTH, Residual.IMPROVED), 1);
      HybridNet blind =
          new HybridNet(full.with(MultiScale.INPUT, Attention.NONE, Residual.IMPROVED), 1);
      HybridNet bare = new HybridNet(full.with(MultiScale.INPUT, Attention.BOTH, Residual.NONE), 1);
      assertThat(single.state().parameterCount()).isEqualTo(count - 9L * full.stem());
      assertThat(blind.state().tensors().keySet())
          .noneMatch(key -> key.contains("channels") || key.contains("pooling"));
      assertThat(bare.state().tensors().keySet()).noneMatch(key -> key.contains("shortcut"));
      for (HybridNet variant : List.of(single, blind, bare)) {
        assertThat((double) variant.state().parameterCount() / count)
            .as(name)
            .isCloseTo(1, within(0.1));
      }
    }
  }

  @Test
  void parts_switchedOff_areGoneFromTheExportedGraph() throws IOException {
    NetworkPlan full = TinyPlan.network(true, true, Residual.IMPROVED);
    long blocks = 4;
    // A gate per block.
    assertThat(nodes(full, "Sigmoid")).isEqualTo(blocks);
    // One per block, one each in the normalisation, the local contrast and the pooling.
    assertThat(nodes(full, "Add")).isEqualTo(blocks + 3);
    // One per stage, two in the local contrast.
    assertThat(nodes(full, "AveragePool")).isEqualTo(3 + 2);

    NetworkPlan single = full.with(MultiScale.NONE, Attention.BOTH, Residual.IMPROVED);
    assertThat(nodes(single, "AveragePool")).isEqualTo(3);
    assertThat(nodes(single, "Concat")).isZero();

    NetworkPlan blind = full.with(MultiScale.INPUT, Attention.NONE, Residual.IMPROVED);
    assertThat(nodes(blind, "Sigmoid")).isZero();
    NetworkPlan positions = full.with(MultiScale.INPUT, Attention.POSITIONS, Residual.IMPROVED);
    assertThat(nodes(positions, "Sigmoid")).isZero();
    assertThat(new HybridNet(positions, 1).state().tensors().keySet())
        .contains("pooling.weight")
        .noneMatch(key -> key.contains("channels"));
    NetworkPlan channels = full.with(MultiScale.INPUT, Attention.CHANNELS, Residual.IMPROVED);
    assertThat(nodes(channels, "Sigmoid")).isEqualTo(blocks);
    assertThat(new HybridNet(channels, 1).state().tensors().keySet())
        .noneMatch(key -> key.contains("pooling"));

    NetworkPlan bare = full.with(MultiScale.INPUT, Attention.BOTH, Residual.NONE);
    assertThat(nodes(bare, "Add")).isEqualTo(3);
    assertThat(nodes(bare, "AveragePool")).isEqualTo(2);
    assertThat(nodes(full.with(MultiScale.INPUT, Attention.BOTH, Residual.PLAIN), "AveragePool"))
        .isEqualTo(2);
  }

  private static GraphProto graph(NetworkPlan plan) throws IOException {
    return ModelProto.parseFrom(new HybridNet(plan, 1).export(1, 1).toModel(Map.of())).getGraph();
  }

  private static long nodes(NetworkPlan plan, String operator) throws IOException {
    return graph(plan).getNodeList().stream()
        .filter(node -> node.getOpType().equals(operator))
        .count();
  }

  @Test
  void kernelScales_areAddedUpInTheExportedGraph() throws IOException {
    NetworkPlan one = TinyPlan.network(true, true, Residual.IMPROVED);
    NetworkPlan three = one.with(MultiScale.BOTH, Attention.BOTH, Residual.IMPROVED);
    HybridNet network = new HybridNet(three, 1);
    assertThat(network.state().parameters().keySet())
        .contains("stage1.block1.first.point", "stage1.block1.first.mean")
        .doesNotContain("stem.factor", "stem.point", "stem.mean");
    assertThat(network.state().parameterCount())
        .isEqualTo(new HybridNet(one, 1).state().parameterCount());

    byte[] model = TinyPlan.export(network);
    NetworkPlan read = NetworkPlan.of(model, three);
    assertThat(read.multiScale()).isEqualTo(MultiScale.INPUT);
    assertThat(ModelSize.of(model)).isEqualTo(ModelSize.of(TinyPlan.export(new HybridNet(one, 1))));
    float[] answer = network.infer(List.of(pattern(0, 255))).ferPlus()[0];
    HybridNet opened = HybridNet.open(model, DeviceType.CPU);
    assertThat(opened.infer(List.of(pattern(0, 255))).ferPlus()[0])
        .containsExactly(answer, within(1e-4f));
  }

  @Test
  void plans_keepTheirPromisedSize() throws IOException {
    assertThat(new HybridNet(TrainingPlan.open("small").network(), 1).state().parameterCount())
        .isLessThan(1_000_000);
    assertThat(new HybridNet(TrainingPlan.open("base").network(), 1).state().parameterCount())
        .isLessThan(6_000_000);
  }

  @Test
  void infer_brighterAndFlatterImage_givesNearlyTheSameAnswer() {
    HybridNet network = new HybridNet(TinyPlan.network(true, true, Residual.IMPROVED), 2);
    HybridNet.Inference answers = network.infer(List.of(pattern(40, 200), pattern(120, 200)));
    assertThat(answers.ferPlus()[0]).containsExactly(answers.ferPlus()[1], within(1e-3f));
  }

  @Test
  void infer_sameSeed_sameWeights() {
    NetworkPlan plan = TinyPlan.network(true, true, Residual.IMPROVED);
    float[] first = new HybridNet(plan, 7).infer(List.of(pattern(0, 255))).ferPlus()[0];
    assertThat(new HybridNet(plan, 7).infer(List.of(pattern(0, 255))).ferPlus()[0])
        .isEqualTo(first);
    assertThat(new HybridNet(plan, 8).infer(List.of(pattern(0, 255))).ferPlus()[0])
        .isNotEqualTo(first);
  }

  @Test
  void infer_attention_sumsToOneAndStartsFlat() {
    HybridNet network = new HybridNet(TinyPlan.network(true, true, Residual.IMPROVED), 2);
    float[] map = network.infer(List.of(pattern(0, 255))).attention()[0];
    assertThat(map).hasSize(36);
    double sum = 0;
    for (float weight : map) {
      sum += weight;
    }
    assertThat(sum).isCloseTo(1, within(1e-4));
    assertThat(map[0]).isCloseTo(1f / 36, within(1e-6f));
  }

  @Test
  void plan_thatMakesNoSense_isRefusedByField() {
    assertThatThrownBy(() -> TrainingPlan.parse("{}")).hasMessageContaining("cannot be understood");
    assertThatThrownBy(() -> TrainingPlan.open("gigantic"))
        .hasMessageContaining("no plan \"gigantic\"");
    assertThatThrownBy(
            () ->
                new NetworkPlan(
                    48,
                    8,
                    new int[] {8},
                    new int[] {1},
                    MultiScale.INPUT,
                    Attention.BOTH,
                    Residual.IMPROVED,
                    Activation.RELU,
                    0,
                    0))
        .hasMessageContaining("widths and blocks");
  }

  @Test
  void plan_messages_sayTheFieldAndNothingOfTheParser() throws IOException {
    String base = TrainingPlan.open("base").toJson();
    assertThatThrownBy(
            () -> TrainingPlan.parse(base.replaceAll("\"epochs\" *: *\\d+", "\"epochs\":0")))
        .hasMessageStartingWith("the plan cannot be understood: training plan: epochs");
    assertThatThrownBy(() -> TrainingPlan.parse(base.replaceAll("\"stem\" *: *\\d+", "\"stem\":0")))
        .hasMessageContaining("understood: ")
        .hasMessageContaining("stem must be positive")
        .hasMessageNotContaining("dev.mien");
    assertThatThrownBy(
            () -> TrainingPlan.parse(base.replaceAll("(\"widths\"[^]]*?)\\d+ *]", "$1 9999999]")))
        .hasMessageContaining("widths must be 4096 or less");
    assertThatThrownBy(() -> TrainingPlan.parse("{\"epochs\":"))
        .hasMessage("the plan cannot be understood: it is not JSON in line 1");
  }

  @Test
  void plan_writtenAndRead_isTheSame() throws IOException {
    TrainingPlan plan = TrainingPlan.open("base");
    assertThat(TrainingPlan.parse(plan.toJson()).toJson()).isEqualTo(plan.toJson());
  }

  @Test
  void plan_attention_isReadAndWrittenAsItIsCalled() throws IOException {
    String base = TrainingPlan.open("base").toJson();
    assertThat(TrainingPlan.parse(base).network().attention()).isEqualTo(Attention.BOTH);
    assertThat(base).contains("\"attention\" : true");
    Map<String, Attention> named =
        Map.of(
            "false", Attention.NONE,
            "\"channels\"", Attention.CHANNELS,
            "\"positions\"", Attention.POSITIONS,
            "\"both\"", Attention.BOTH);
    for (Map.Entry<String, Attention> name : named.entrySet()) {
      TrainingPlan plan =
          TrainingPlan.parse(
              base.replace("\"attention\" : true", "\"attention\" : " + name.getKey()));
      assertThat(plan.network().attention()).isEqualTo(name.getValue());
      assertThat(TrainingPlan.parse(plan.toJson()).network().attention())
          .isEqualTo(name.getValue());
    }
    assertThatThrownBy(
            () ->
                TrainingPlan.parse(
                    base.replace("\"attention\" : true", "\"attention\" : \"faces\"")))
        .hasMessage(
            "the plan cannot be understood: network plan: attention must be true or false (not as a text), \"channels\" or \"positions\"");
  }

  @Test
  void plan_withMultiScaleByName_saysWhere() throws IOException {
    String base = TrainingPlan.open("base").toJson();
    Map<String, MultiScale> named =
        Map.of(
            "true", MultiScale.INPUT,
            "false", MultiScale.NONE,
            "\"input\"", MultiScale.INPUT,
            "\"kernels\"", MultiScale.KERNELS,
            "\"both\"", MultiScale.BOTH);
    for (Map.Entry<String, MultiScale> name : named.entrySet()) {
      TrainingPlan plan =
          TrainingPlan.parse(
              base.replace("\"multi_scale\" : true", "\"multi_scale\" : " + name.getKey()));
      assertThat(plan.network().multiScale()).isEqualTo(name.getValue());
      assertThat(TrainingPlan.parse(plan.toJson()).network().multiScale())
          .isEqualTo(name.getValue());
    }
    assertThatThrownBy(
            () -> TrainingPlan.parse(base.replace("\"multi_scale\" : true", "\"multi_scale\" : 3")))
        .hasMessage(
            "the plan cannot be understood: network plan: multi_scale must be true or false (not as a text), \"kernels\" or \"both\"");
    assertThatThrownBy(
            () ->
                TrainingPlan.parse(
                    base.replace("\"multi_scale\" : true", "\"multi_scale\" : null")))
        .hasMessage("the plan cannot be understood: Null value for field 'multi_scale'");
    assertThatThrownBy(() -> TrainingPlan.parse(base.replace("\"multi_scale\" : true,", "")))
        .hasMessage("the plan cannot be understood: Missing field 'multi_scale'");
  }

  @Test
  void plan_ofAnExportedModel_isThePlanThatItWasBuiltFrom() throws IOException {
    for (MultiScale scales : List.of(MultiScale.INPUT, MultiScale.NONE)) {
      for (Attention attention : Attention.values()) {
        for (Residual residual : Residual.values()) {
          for (Activation activation : Activation.values()) {
            NetworkPlan tiny = TinyPlan.network(scales, attention, residual);
            NetworkPlan plan =
                new NetworkPlan(
                    tiny.inputSize(),
                    tiny.stem(),
                    tiny.widths(),
                    tiny.blocks(),
                    scales,
                    attention,
                    residual,
                    activation,
                    tiny.stochasticDepth(),
                    tiny.dropout());
            byte[] model = TinyPlan.export(new HybridNet(plan, 1));
            assertThat(NetworkPlan.of(model, tiny)).usingRecursiveComparison().isEqualTo(plan);
          }
        }
      }
    }
  }

  @Test
  void of_modelOfTheFirstNetwork_isRefusedWithASentence() {
    byte[] model =
        ModelProto.newBuilder()
            .setGraph(
                GraphProto.newBuilder()
                    .addInitializer(TensorProto.newBuilder().setName("stem.full.weight_1")))
            .build()
            .toByteArray();
    NetworkPlan tiny = TinyPlan.network(true, true, Residual.IMPROVED);
    assertThatThrownBy(() -> NetworkPlan.of(model, tiny))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("earlier version")
        .hasMessageContaining("--teacher");
    assertThatThrownBy(() -> Teacher.ofModel(model).network(Device.CPU))
        .hasMessageContaining("present network");
  }
}
