package dev.mien.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.expression.ModelCard;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.training.SyntheticFaces;
import dev.mien.training.TinyPlan;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.EvaluationTable;
import dev.mien.training.evaluate.Evaluator;
import dev.mien.training.network.ModelMetadata;
import dev.mien.training.train.Precision;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model says which images it was trained on, and a report says if it was measured on them. */
final class TrainingImagesTest {
  private static final List<Sample> SAMPLES = SyntheticFaces.withVotes(140);

  @TempDir private Path folder;

  private byte[] train(String name, List<Sample> samples, RunOptions options) throws IOException {
    Path run = folder.resolve(name);
    new Trainer(TinyPlan.training(1, 0.05), run, options).train(samples, new TrainingListener() {});
    return ModelExporter.export(
        TrainedRun.open(run),
        SAMPLES,
        new Provenance(name, "a test", List.of(Protocol.FER2013), "test"));
  }

  private byte[] train() throws IOException {
    return train("first", SAMPLES, RunOptions.of(1, Precision.FP32));
  }

  private static String report(byte[] model, Split split) throws IOException {
    return report(model, SAMPLES, split);
  }

  private static String report(byte[] model, List<Sample> samples, Split split) throws IOException {
    Evaluator.Options options =
        new Evaluator.Options(split, List.of(Protocol.FER2013), false, false, false, false, null);
    return EvaluationTable.of(
        new Evaluator(Map.of("tiny.onnx", model), samples, options).run(faces -> {}));
  }

  @Test
  void evaluationOfTrainingImages_saysSo() throws IOException {
    assertThat(report(train(), Split.TRAINING))
        .contains("Note: 105 of the 105 images are among those that tiny.onnx was trained on");
  }

  @Test
  void evaluationOfOtherImages_saysNothing() throws IOException {
    assertThat(report(train(), Split.VALIDATION)).doesNotContain("was trained on");
  }

  @Test
  void modelThatWentOnFromAnother_hasSeenItsImagesToo() throws IOException {
    byte[] first = train();
    List<Sample> others =
        SAMPLES.stream()
            .map(s -> s.in(s.split() == Split.VALIDATION ? Split.TRAINING : Split.VALIDATION))
            .toList();
    byte[] second =
        train("second", others, RunOptions.of(2, Precision.FP32).startingFrom(first, 0));
    assertThat(ModelMetadata.trainingImages(first).size()).isEqualTo(105);
    assertThat(SAMPLES).allMatch(ModelMetadata.trainingImages(second)::contains);
  }

  @Test
  void runOnTheValidationSplit_isCalibratedByItsTwin() throws IOException {
    byte[] twin = train();
    RunOptions options = RunOptions.of(1, Precision.FP32);
    Path both = folder.resolve("both");
    new Trainer(TinyPlan.training(1, 0.05), both, options)
        .train(Split.VALIDATION.movedTo(Split.TRAINING, SAMPLES), new TrainingListener() {});
    Provenance provenance = new Provenance("both", "a test", List.of(Protocol.FER2013), "test");
    assertThat(card(ModelExporter.export(TrainedRun.open(both), SAMPLES, provenance)).figures())
        .as("nothing is measured on images that the model knows")
        .isEmpty();

    byte[] model =
        ModelExporter.export(
            TrainedRun.open(both), TrainedRun.open(folder.resolve("first")), SAMPLES, provenance);
    ModelCard card = card(model);
    assertThat(card.figures()).isEmpty();
    assertThat(card(twin).figures()).isNotEmpty();
    assertThat(card.temperature()).isEqualTo(card(twin).temperature());
    assertThat(card.uncertainBelow()).isEqualTo(card(twin).uncertainBelow());
    assertThat(ModelMetadata.trainingImages(model).countOf(SAMPLES)).isEqualTo(140);

    List<Sample> copies =
        Split.VALIDATION.of(SAMPLES).stream()
            .map(
                s ->
                    new Sample(
                        1000 + s.row(), mirrored(s.pixels()), s.label(), s.votes(), Split.TEST))
            .toList();
    List<Sample> withCopies = Stream.concat(SAMPLES.stream(), copies.stream()).toList();
    assertThat(report(model, withCopies, Split.TEST))
        .contains("35 images of the test split also among the training images");
    assertThat(report(twin, withCopies, Split.TEST)).doesNotContain("35 images of the test split");
  }

  @Test
  void runOfAnotherPlan_isNoTwin() throws IOException {
    train();
    Path other = folder.resolve("other");
    new Trainer(TinyPlan.training(1, 0.01), other, RunOptions.of(1, Precision.FP32))
        .train(SAMPLES, new TrainingListener() {});
    Provenance provenance = new Provenance("other", "a test", List.of(Protocol.FER2013), "test");
    assertThatThrownBy(
            () ->
                ModelExporter.export(
                    TrainedRun.open(other),
                    TrainedRun.open(folder.resolve("first")),
                    SAMPLES,
                    provenance))
        .hasMessageContaining("another plan");
  }

  private static byte[] mirrored(byte[] pixels) {
    byte[] mirrored = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int column = i % Sample.SIZE;
      mirrored[i - column + Sample.SIZE - 1 - column] = pixels[i];
    }
    return mirrored;
  }

  private static ModelCard card(byte[] model) throws IOException {
    try (OnnxExpressionModel opened = OnnxExpressionModel.open(model, "a test", 1)) {
      return opened.card();
    }
  }
}
