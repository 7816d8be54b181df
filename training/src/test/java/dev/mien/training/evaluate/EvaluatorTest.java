package dev.mien.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.expression.Emotion;
import dev.mien.expression.ModelException;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.training.SyntheticFaces;
import dev.mien.training.TinyPlan;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.network.HybridNet;
import dev.mien.training.network.NetworkPlan.Residual;
import dev.mien.training.predict.Cropping;
import dev.mien.training.predict.Predictions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Everything that evaluate measures, on networks that know nothing. */
final class EvaluatorTest {
  private static final List<Sample> SAMPLES = SyntheticFaces.withVotes(80);
  private static final List<Protocol> PROTOCOLS =
      List.of(Protocol.FER2013, Protocol.FERPLUS_MAJORITY);

  private static byte[] model(long seed) {
    return TinyPlan.export(new HybridNet(TinyPlan.network(true, true, Residual.IMPROVED), seed));
  }

  private static EvaluationReport report() throws IOException {
    Evaluator evaluator =
        new Evaluator(
            Map.of("one.onnx", model(1)),
            SAMPLES,
            new Evaluator.Options(Split.VALIDATION, PROTOCOLS, false, true, true, true, null));
    int[] done = {0};
    EvaluationReport report = evaluator.run(faces -> done[0] += faces);
    assertThat((long) done[0]).isEqualTo(evaluator.faces());
    return report;
  }

  @Test
  void run_everything_reportsThePlainFigureFirst() throws IOException {
    EvaluationReport report = report();
    assertThat(report.measurements())
        .extracting(EvaluationReport.Measurement::how)
        .containsExactly(
            "one view",
            "mirrored too",
            "ten crops",
            "without images that stand among the training images too");
    Robustness stress = Objects.requireNonNull(report.stress());
    assertThat(stress.cells()).hasSize(42);
    assertThat(stress.mean(Corruption.MIDDLE)).isBetween(0.0, 1.0);
    assertThat(Objects.requireNonNull(report.attention()).images()).isEqualTo(20);
  }

  @Test
  void run_folderClassThatTheSplitHasNot_canStillBeAnswered() throws IOException {
    Predicate<Sample> isFirst = sample -> Protocol.FOLDER.labelOf(sample) == 0;
    List<Sample> samples =
        SAMPLES.stream().filter(isFirst.negate().or(s -> s.split() == Split.TRAINING)).toList();
    assertThat(samples).anyMatch(isFirst);
    Evaluator evaluator =
        new Evaluator(
            Map.of("one.onnx", model(1)),
            samples,
            new Evaluator.Options(
                Split.VALIDATION, List.of(Protocol.FOLDER), false, false, false, false, null));
    Evaluation first = evaluator.run(faces -> {}).measurements().get(0).evaluations().get(0);
    assertThat(first.classes()).contains(Emotion.values()[0]);
    assertThat(first.matrix().support(0)).isZero();
  }

  @Test
  void run_folder_everyFigureAllowsTheSameClasses() throws IOException {
    List<Sample> samples =
        SAMPLES.stream().filter(sample -> Protocol.FOLDER.labelOf(sample) >= 5).toList();
    EvaluationReport report =
        new Evaluator(
                Map.of("one.onnx", model(1)),
                samples,
                new Evaluator.Options(
                    Split.VALIDATION, List.of(Protocol.FOLDER), false, false, false, true, null))
            .run(faces -> {});
    double accuracy = report.measurements().get(0).evaluations().get(0).matrix().accuracy();
    assertThat(Objects.requireNonNull(report.attention()).clean()).isEqualTo(accuracy);
    assertThat(Objects.requireNonNull(report.stress()).clean()).isEqualTo(accuracy);
  }

  @Test
  void run_folderOfOneClass_saysThatNothingElseCouldBeAnswered() throws IOException {
    List<Sample> samples =
        SAMPLES.stream().filter(sample -> Protocol.FOLDER.labelOf(sample) == 1).toList();
    Evaluator evaluator =
        new Evaluator(
            Map.of("one.onnx", model(1)),
            samples,
            new Evaluator.Options(
                Split.VALIDATION, List.of(Protocol.FOLDER), false, false, false, false, null));
    assertThat(evaluator.hasOneClass()).isTrue();
    assertThat(evaluator.run(faces -> {}).notes())
        .anyMatch(note -> note.startsWith("the data show one expression"));
  }

  @Test
  void protocolWithoutAnyLabel_isLeftOutAndNamed() throws IOException {
    List<Sample> labels =
        SAMPLES.stream()
            .map(s -> new Sample(s.row(), s.pixels(), s.label(), null, s.split()))
            .toList();
    Evaluator.Options both =
        new Evaluator.Options(
            Split.VALIDATION,
            List.of(Protocol.FERPLUS_MAJORITY, Protocol.FER2013),
            false,
            false,
            false,
            false,
            null);
    EvaluationReport report =
        new Evaluator(Map.of("one.onnx", model(1)), labels, both).run(faces -> {});
    assertThat(report.measurements().get(0).evaluations())
        .extracting(Evaluation::protocol)
        .containsExactly(Protocol.FER2013);
    assertThat(report.notes())
        .contains("FER+ strict majority: none of the images has a label of it");
    Evaluator.Options votes =
        new Evaluator.Options(
            Split.VALIDATION, List.of(Protocol.FERPLUS_MAJORITY), false, false, false, false, null);
    assertThatThrownBy(() -> new Evaluator(Map.of("one.onnx", model(1)), labels, votes))
        .hasMessageContaining("has a label of these protocols");
  }

  @Test
  void html_isOnePageWithAllFiguresAndNothingFromOutside() throws IOException {
    EvaluationReport report = report();
    String html = EvaluationHtml.of(report);
    Evaluation first = report.measurements().get(0).evaluations().get(0);
    assertThat(html)
        .contains("Evaluation of tiny")
        .contains("one.onnx")
        .contains("FER2013, original labels")
        .contains("%.2f %%".formatted(100 * first.matrix().accuracy()))
        .contains("occluded mouth")
        .contains("ten crops")
        .doesNotContain("<script")
        .doesNotContain("http://")
        .doesNotContain("https://")
        .doesNotContain("{{");
    assertThat(html.split("data:image/svg", -1)).hasSize(1 + 2 * PROTOCOLS.size() + 1);
  }

  @Test
  void json_holdsWhatTheTableSays() throws IOException {
    EvaluationReport report = report();
    JsonNode json = JsonMapper.builder().build().readTree(EvaluationJson.of(report));
    assertThat(json.path("evaluations")).hasSize(8);
    assertThat(json.at("/evaluations/0/how").asText()).isEqualTo("one view");
    assertThat(json.at("/models/0/parameters").asLong()).isPositive();
    assertThat(json.at("/stress/cells")).hasSize(42);
    assertThat(json.at("/attention_check/images").asInt()).isEqualTo(20);
    String table = EvaluationTable.of(report);
    double accuracy = json.at("/evaluations/1/accuracy").asDouble();
    assertThat(table).contains("accuracy %.2f %%".formatted(100 * accuracy));
  }

  @Test
  void run_twoModels_measuresTheEnsembleToo() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("one.onnx", model(1));
    files.put("two.onnx", model(2));
    Evaluator.Options options =
        new Evaluator.Options(
            Split.VALIDATION, List.of(Protocol.FER2013), false, false, false, false, null);
    EvaluationReport report = new Evaluator(files, SAMPLES, options).run(faces -> {});
    assertThat(report.measurements())
        .extracting(EvaluationReport.Measurement::how)
        .startsWith("one.onnx, one view", "two.onnx, one view", "ensemble of 2, one view");
    assertThat(report.models()).hasSize(2);
    assertThat(report.notes()).anyMatch(note -> note.endsWith("of the first model, one.onnx"));
  }

  @Test
  void constructor_noModel_isRefusedByName() {
    Evaluator.Options options =
        new Evaluator.Options(Split.VALIDATION, PROTOCOLS, false, false, false, false, null);
    assertThatThrownBy(() -> new Evaluator(Map.of("notes.onnx", new byte[] {1}), SAMPLES, options))
        .isInstanceOf(ModelException.class)
        .hasMessageStartingWith("notes.onnx is not a model or is damaged");
  }

  @Test
  void constructor_emptySplit_isRefused() {
    Evaluator.Options options =
        new Evaluator.Options(Split.TEST, PROTOCOLS, false, false, false, false, null);
    assertThatThrownBy(() -> new Evaluator(Map.of("one", model(1)), SAMPLES, options))
        .hasMessageContaining("no images in its test split");
  }

  @Test
  void size_ofAPlainNetwork_isWhatItsShapeSays() {
    HybridNet network = new HybridNet(TinyPlan.network(false, false, Residual.NONE), 1);
    ModelSize size = ModelSize.of(TinyPlan.export(network));
    // stem 1-8 at 48; blocks of two 3x3, the first of each stage at half the size before.
    long stem = 9 * 8 * 48 * 48;
    long first = 9L * (8 * 8 + 8 * 8) * 24 * 24;
    long second = 9L * (8 * 16 + 16 * 16) * 12 * 12;
    long third = 9L * (16 * 24 + 24 * 24) * 6 * 6;
    long fourth = 9L * (24 * 24 + 24 * 24) * 6 * 6;
    long heads = 24 * (8 + 7);
    assertThat(size.multiplications()).isEqualTo(stem + first + second + third + fourth + heads);
    assertThat((double) size.parameters() / network.state().parameterCount())
        .isCloseTo(1, within(0.02));
  }

  @Test
  void attention_flatMap_hidesWhateverComesFirstAndChangesLittle() throws IOException {
    try (OnnxExpressionModel model = OnnxExpressionModel.open(model(1), "one", 1)) {
      AttentionCheck check =
          AttentionCheck.of(
              model, SAMPLES, Protocol.FER2013, Protocol.FER2013.classes(), Cropping.asItIs());
      assertThat(check.images()).isEqualTo(80);
      Predictions plain = Predictions.of(model, SAMPLES, Cropping.asItIs(), done -> {});
      assertThat(check.clean())
          .isEqualTo(
              Evaluation.of(Protocol.FER2013, Split.TEST, plain, SAMPLES).matrix().accuracy());
    }
  }
}
