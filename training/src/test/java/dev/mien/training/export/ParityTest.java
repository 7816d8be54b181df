package dev.mien.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.expression.Emotion;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.OnnxExpressionModel;
import dev.mien.face.AlignmentTemplate;
import dev.mien.training.SyntheticFaces;
import dev.mien.training.TinyPlan;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.Evaluation;
import dev.mien.training.network.HybridNet;
import dev.mien.training.network.NetworkPlan.Residual;
import dev.mien.training.train.Precision;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ParityTest {
  private static final List<byte[]> FACES =
      SyntheticFaces.make(20).stream().map(Sample::pixels).toList();

  private static ModelCard card() {
    return new ModelCard(
        1,
        "tiny",
        Arrays.stream(Emotion.values()).map(Emotion::label).toList(),
        Emotion.FER2013_ORDER.stream().map(Emotion::label).toList(),
        48,
        AlignmentTemplate.FER2013,
        1.5,
        0.8,
        0.4,
        1,
        "made for a test",
        List.of(),
        1,
        "test",
        "2026-01-01",
        "Apache-2.0");
  }

  private static byte[] export(HybridNet network) {
    ModelCard card = card();
    return network
        .export(card.temperature(), card.temperatureFer2013())
        .toModel(Map.of(ModelCard.METADATA_KEY, card.toJson()));
  }

  @Test
  void export_ofATrainedRun_carriesItsCard(@TempDir Path folder) throws IOException {
    List<Sample> samples = SyntheticFaces.make(64);
    new Trainer(TinyPlan.training(1, 0.01), folder, 1, Precision.FP32, false)
        .train(samples, new TrainingListener() {});
    byte[] model = ModelExporter.export(TrainedRun.open(folder), "tiny", samples, "test");
    try (OnnxExpressionModel onnx = OnnxExpressionModel.open(model, "tiny", 1)) {
      assertThat(onnx.card().name()).isEqualTo("tiny");
      assertThat(onnx.card().revision()).isEqualTo("test");
      assertThat(onnx.card().figures())
          .extracting(ModelCard.Figure::protocol)
          .containsExactly("fer2013");
      assertThat(onnx.card().figures().get(0).samples()).isEqualTo(16);
    }
  }

  @Test
  void record_figures_replacesThoseOfTheSameProtocolAndLeavesTheGraph() throws ModelException {
    byte[] model = export(new HybridNet(TinyPlan.network(true, true, Residual.IMPROVED), 4));
    Evaluation first =
        Evaluation.of(
            Protocol.FER2013, Split.TEST, new float[][] {{1, 0, 0, 0, 0, 0, 0}}, new int[] {0});
    Evaluation second =
        Evaluation.of(
            Protocol.FER2013, Split.TEST, new float[][] {{1, 0, 0, 0, 0, 0, 0}}, new int[] {1});
    byte[] twice = CardFigures.record(CardFigures.record(model, List.of(first)), List.of(second));
    try (OnnxExpressionModel onnx = OnnxExpressionModel.open(twice, "tiny", 1)) {
      assertThat(onnx.card().figures()).extracting(ModelCard.Figure::accuracy).containsExactly(0.0);
    }
    assertThatThrownBy(() -> CardFigures.record(new byte[] {1, 2, 3}, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, IMPROVED",
    "false, true, IMPROVED",
    "true, false, IMPROVED",
    "true, true, PLAIN",
    "true, true, NONE",
    "false, false, NONE"
  })
  void export_withAnyPartSwitchedOff_computesWhatPyTorchComputes(
      boolean multiScale, boolean attention, Residual residual) throws ModelException {
    HybridNet network = new HybridNet(TinyPlan.network(multiScale, attention, residual), 4);
    byte[] model = export(network);
    assertThat(ParityCheck.require(network, model, FACES)).isLessThan(ParityCheck.TOLERANCE);
  }

  @Test
  void require_anotherNetworksFile_isRefused() {
    HybridNet network = new HybridNet(TinyPlan.network(true, true, Residual.IMPROVED), 4);
    HybridNet other = new HybridNet(TinyPlan.network(true, true, Residual.IMPROVED), 5);
    byte[] model = export(other);
    assertThatThrownBy(() -> ParityCheck.require(network, model, FACES))
        .isInstanceOf(ParityException.class)
        .hasMessageContaining("differ from PyTorch's");
  }
}
