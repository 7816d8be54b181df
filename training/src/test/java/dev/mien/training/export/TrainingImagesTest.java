package dev.mien.training.export;

import static org.assertj.core.api.Assertions.assertThat;

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
    Evaluator.Options options =
        new Evaluator.Options(split, List.of(Protocol.FER2013), false, false, false, false, null);
    return EvaluationTable.of(
        new Evaluator(Map.of("tiny.onnx", model), SAMPLES, options).run(faces -> {}));
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
}
