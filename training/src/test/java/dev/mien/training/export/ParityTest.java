package dev.mien.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.training.SyntheticFaces;
import dev.mien.training.TinyPlan;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.Evaluation;
import dev.mien.training.network.Attention;
import dev.mien.training.network.HybridNet;
import dev.mien.training.network.MultiScale;
import dev.mien.training.network.NetworkPlan.Residual;
import dev.mien.training.network.PretrainedWeights;
import dev.mien.training.train.Precision;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ParityTest {
  private static final List<byte[]> FACES =
      SyntheticFaces.make(20).stream().map(Sample::pixels).toList();

  private static Tensor tensor(HybridNet network, List<Sample> samples) {
    int pixels = Sample.SIZE * Sample.SIZE;
    float[] faces = new float[samples.size() * pixels];
    for (int i = 0; i < faces.length; i++) {
      faces[i] = samples.get(i / pixels).pixels()[i % pixels] & 0xff;
    }
    return network.state().tensor(faces, samples.size(), 1, Sample.SIZE, Sample.SIZE);
  }

  private static List<Double> losses(Path run) throws IOException {
    return Files.readAllLines(run.resolve("log.jsonl")).stream()
        .map(line -> Double.valueOf(line.replaceFirst(".*\"loss\":([0-9.]+).*", "$1")))
        .toList();
  }

  /** What the frozen part of a network makes of a face: the direction of its first weights. */
  private static float[] stem(HybridNet network) {
    FloatBuffer buffer =
        Objects.requireNonNull(network.state().parameters().get("stem.weight"))
            .detach()
            .contiguous()
            .createBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Test
  void export_ofATrainedRun_carriesItsCard(@TempDir Path folder) throws IOException {
    List<Sample> samples = SyntheticFaces.make(64);
    new Trainer(TinyPlan.training(1, 0.01), folder, RunOptions.of(1, Precision.FP32))
        .train(samples, new TrainingListener() {});
    byte[] model =
        ModelExporter.export(
            TrainedRun.open(folder),
            samples,
            new Provenance("tiny", "synthetic", List.of(Protocol.FER2013), "test"));
    try (OnnxExpressionModel onnx = OnnxExpressionModel.open(model, "tiny", 1)) {
      assertThat(onnx.card().name()).isEqualTo("tiny");
      assertThat(onnx.card().revision()).isEqualTo("test");
      assertThat(onnx.card().figures())
          .extracting(ModelCard.Figure::protocol)
          .containsExactly("fer2013");
      assertThat(onnx.card().figures().get(0).samples()).isEqualTo(16);
    }
  }

  @ParameterizedTest
  @EnumSource
  void start_fromAnExportedModel_computesTheSameAndLearnsOn(
      MultiScale multiScale, @TempDir Path folder) throws IOException {
    List<Sample> samples = SyntheticFaces.make(140);
    TrainingPlan plan =
        TinyPlan.training(3, 0.05)
            .withNetwork(TinyPlan.network(multiScale, Attention.BOTH, Residual.IMPROVED));
    Path first = folder.resolve("first");
    new Trainer(plan, first, RunOptions.of(1, Precision.FP32))
        .train(samples, new TrainingListener() {});
    byte[] model = TinyPlan.export(TrainedRun.open(first).network());

    HybridNet network = new HybridNet(plan.network(), 2);
    network.start(new PretrainedWeights(model), tensor(network, samples.subList(0, 40)));
    assertThat(ParityCheck.require(network, model, FACES)).isLessThan(ParityCheck.TOLERANCE);

    Trainer second =
        new Trainer(
            plan,
            folder.resolve("second"),
            RunOptions.of(2, Precision.FP32).startingFrom(model, 1));
    second.train(samples, new TrainingListener() {});
    List<Double> fresh = losses(first);
    List<Double> continued = losses(folder.resolve("second"));
    assertThat(continued.get(0)).isLessThan(fresh.get(0));
    assertThat(stem(TrainedRun.open(folder.resolve("second")).network())).isEqualTo(stem(network));
  }

  @Test
  void start_withoutAttentionOverPositions_leavesItsMapOut() throws IOException {
    // A map that has learnt nothing is even: the mean under it is the plain mean.
    HybridNet both = new HybridNet(TinyPlan.network(true, Attention.BOTH, Residual.IMPROVED), 4);
    byte[] model = TinyPlan.export(both);
    HybridNet channels =
        new HybridNet(TinyPlan.network(true, Attention.CHANNELS, Residual.IMPROVED), 5);
    channels.start(new PretrainedWeights(model), tensor(channels, SyntheticFaces.make(64)));
    float[][] expected = both.infer(FACES).ferPlus();
    float[][] actual = channels.infer(FACES).ferPlus();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).containsExactly(expected[i], offset(1e-3f));
    }
  }

  @Test
  void record_figures_replacesThoseOfTheSameProtocolAndLeavesTheGraph() throws ModelException {
    byte[] model =
        TinyPlan.export(new HybridNet(TinyPlan.network(true, true, Residual.IMPROVED), 4));
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
    "INPUT, BOTH, IMPROVED",
    "NONE, BOTH, IMPROVED",
    "KERNELS, BOTH, IMPROVED",
    "BOTH, CHANNELS, IMPROVED",
    "INPUT, NONE, IMPROVED",
    "INPUT, CHANNELS, IMPROVED",
    "INPUT, POSITIONS, IMPROVED",
    "INPUT, BOTH, PLAIN",
    "INPUT, BOTH, NONE",
    "NONE, NONE, NONE"
  })
  void export_withAnyPartSwitchedOff_computesWhatPyTorchComputes(
      MultiScale multiScale, Attention attention, Residual residual) throws ModelException {
    HybridNet network = new HybridNet(TinyPlan.network(multiScale, attention, residual), 4);
    byte[] model = TinyPlan.export(network);
    assertThat(ParityCheck.require(network, model, FACES)).isLessThan(ParityCheck.TOLERANCE);
  }

  @Test
  void require_anotherNetworksFile_isRefused() {
    HybridNet network = new HybridNet(TinyPlan.network(true, true, Residual.IMPROVED), 4);
    HybridNet other = new HybridNet(TinyPlan.network(true, true, Residual.IMPROVED), 5);
    byte[] model = TinyPlan.export(other);
    assertThatThrownBy(() -> ParityCheck.require(network, model, FACES))
        .isInstanceOf(ParityException.class)
        .hasMessageContaining("differ from PyTorch's");
  }
}
