package dev.mien.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.training.SyntheticFaces;
import dev.mien.training.TinyPlan;
import dev.mien.training.dataset.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainerTest {
  private static final List<Sample> SAMPLES = SyntheticFaces.make(140);
  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir private Path folder;

  private static float[] answers(Path run) throws IOException {
    return TrainedRun.open(run).network().infer(List.of(SAMPLES.get(3).pixels())).votes()[0];
  }

  private static TrainingListener powerCutAtStep(int step) {
    return new TrainingListener() {
      private int steps;

      @Override
      public void stepFinished(int images, double meanLoss) {
        if (++steps == step) {
          throw new IllegalStateException("power cut");
        }
      }
    };
  }

  @Test
  void train_aFewEpochs_lowersTheLoss() throws IOException {
    Trainer trainer = new Trainer(TinyPlan.training(4, 0.05), folder, 1, Precision.FP32, false);
    trainer.train(SAMPLES, SILENT);
    List<EpochResult> results = trainer.results();
    assertThat(results).hasSize(4);
    assertThat(results.get(3).loss()).isLessThan(0.9 * results.get(0).loss());
    assertThat(results.get(3).ferplusAccuracy()).isNaN();
    assertThat(trainer.bestEpoch().fer2013Accuracy()).isGreaterThan(0.3);
    assertThat(CurvePicture.draw("tiny", results).getWidth()).isEqualTo(900);
  }

  @Test
  void train_interruptedAndResumed_makesTheSameWeights() throws IOException {
    TrainingPlan plan = TinyPlan.training(3, 0.05);
    Path straight = folder.resolve("straight");
    new Trainer(plan, straight, 1, Precision.FP32, false).train(SAMPLES, SILENT);

    Path broken = folder.resolve("broken");
    assertThatThrownBy(
            () ->
                new Trainer(plan, broken, 1, Precision.FP32, false)
                    .train(SAMPLES, powerCutAtStep(10)))
        .hasMessage("power cut");
    Trainer resumed = new Trainer(plan, broken, 1, Precision.FP32, true);
    assertThat(resumed.epochsDone()).isEqualTo(1);
    resumed.train(SAMPLES, SILENT);

    assertThat(answers(broken)).containsExactly(answers(straight));
    assertThat(Files.readAllLines(broken.resolve("log.jsonl"))).hasSize(3);
  }

  @Test
  void resume_logAheadOfTheCheckpoint_cutsTheLog() throws IOException {
    TrainingPlan plan = TinyPlan.training(2, 0.05);
    Trainer trainer = new Trainer(plan, folder, 1, Precision.FP32, false);
    assertThatThrownBy(() -> trainer.train(SAMPLES, powerCutAtStep(8))).hasMessage("power cut");
    Path log = folder.resolve("log.jsonl");
    String line = Files.readString(log);
    Files.writeString(log, line + line);
    assertThat(new Trainer(plan, folder, 1, Precision.FP32, true).epochsDone()).isEqualTo(1);
    assertThat(Files.readAllLines(log)).hasSize(1);
  }

  @Test
  void constructor_folderOfAnotherRun_isRefused() throws IOException {
    TrainingPlan plan = TinyPlan.training(1, 0.05);
    new Trainer(plan, folder, 1, Precision.FP32, false).train(SAMPLES, SILENT);
    assertThatThrownBy(() -> new Trainer(plan, folder, 1, Precision.FP32, false))
        .hasMessageContaining("--resume");
    assertThatThrownBy(() -> new Trainer(plan, folder, 2, Precision.FP32, true))
        .hasMessageContaining("seed 1");
    assertThatThrownBy(() -> new Trainer(plan.withEpochs(2), folder, 1, Precision.FP32, true))
        .hasMessageContaining("another plan");
  }

  @Test
  void train_learningRateFarTooHigh_stopsWithASentence() throws IOException {
    Trainer trainer = new Trainer(TinyPlan.training(3, 1e6), folder, 1, Precision.FP32, false);
    assertThatThrownBy(() -> trainer.train(SAMPLES, SILENT))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("lower the learning rate");
  }

  @Test
  void train_withoutData_isRefused() throws IOException {
    Trainer trainer = new Trainer(TinyPlan.training(1, 0.05), folder, 1, Precision.FP32, false);
    assertThatThrownBy(() -> trainer.train(List.of(), SILENT))
        .hasMessageContaining("no images for training");
  }

  @Test
  void open_folderWithoutARun_saysSo() {
    assertThatThrownBy(() -> TrainedRun.open(folder))
        .hasMessageContaining("does not hold a training run");
  }

  @Test
  void learningRate_warmsUpAndFallsToZero() {
    TrainingPlan plan = TinyPlan.training(10, 0.1);
    assertThat(plan.learningRateAt(0)).isZero();
    assertThat(plan.learningRateAt(0.25)).isCloseTo(0.05, within(1e-12));
    assertThat(plan.learningRateAt(0.5)).isCloseTo(0.1, within(1e-12));
    assertThat(plan.learningRateAt(10)).isCloseTo(0, within(1e-12));
  }
}
