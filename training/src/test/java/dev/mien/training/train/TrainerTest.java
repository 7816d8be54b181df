package dev.mien.training.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.mien.training.SyntheticFaces;
import dev.mien.training.TinyPlan;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.network.HybridNet;
import dev.mien.training.network.NetworkPlan.Residual;
import dev.mien.training.predict.Predictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainerTest {
  private static final List<Sample> SAMPLES = SyntheticFaces.make(140);
  private static final TrainingListener SILENT = new TrainingListener() {};

  @TempDir private Path folder;

  private static float[] answers(Path run) throws IOException {
    return TrainedRun.open(run).network().infer(List.of(SAMPLES.get(3).pixels())).ferPlus()[0];
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
    Trainer trainer =
        new Trainer(TinyPlan.training(4, 0.05), folder, RunOptions.of(1, Precision.FP32));
    trainer.train(SAMPLES, SILENT);
    List<EpochResult> results = trainer.results();
    assertThat(results).hasSize(4);
    assertThat(results.get(3).loss()).isLessThan(0.9 * results.get(0).loss());
    assertThat(results.get(3).ferplusAccuracy()).isNaN();
    assertThat(trainer.chosenEpoch(0).fer2013Accuracy()).isGreaterThan(0.3);
    assertThat(CurvePicture.draw("tiny", results).getWidth()).isEqualTo(900);
  }

  @Test
  void train_interruptedAndResumed_makesTheSameWeights() throws IOException {
    TrainingPlan plan = TinyPlan.training(3, 0.05);
    Path straight = folder.resolve("straight");
    new Trainer(plan, straight, RunOptions.of(1, Precision.FP32)).train(SAMPLES, SILENT);

    Path broken = folder.resolve("broken");
    assertThatThrownBy(
            () ->
                new Trainer(plan, broken, RunOptions.of(1, Precision.FP32))
                    .train(SAMPLES, powerCutAtStep(10)))
        .hasMessage("power cut");
    Trainer resumed = new Trainer(plan, broken, RunOptions.of(1, Precision.FP32).resuming());
    assertThat(resumed.epochsDone()).isEqualTo(1);
    resumed.train(SAMPLES, SILENT);

    assertThat(answers(broken)).containsExactly(answers(straight));
    assertThat(Files.readAllLines(broken.resolve("log.jsonl"))).hasSize(3);
  }

  @Test
  void resume_logAheadOfTheCheckpoint_cutsTheLog() throws IOException {
    TrainingPlan plan = TinyPlan.training(2, 0.05);
    Trainer trainer = new Trainer(plan, folder, RunOptions.of(1, Precision.FP32));
    assertThatThrownBy(() -> trainer.train(SAMPLES, powerCutAtStep(8))).hasMessage("power cut");
    Path log = folder.resolve("log.jsonl");
    String line = Files.readString(log);
    Files.writeString(log, line + line);
    Trainer resumed = new Trainer(plan, folder, RunOptions.of(1, Precision.FP32).resuming());
    assertThat(resumed.epochsDone()).isEqualTo(1);
    resumed.train(SAMPLES, SILENT);
    assertThat(Files.readAllLines(log)).hasSize(2);
    assertThat(Files.readString(log)).startsWith(line);
  }

  @Test
  void constructor_folderOfAnotherRun_isRefused() throws IOException {
    TrainingPlan plan = TinyPlan.training(1, 0.05);
    new Trainer(plan, folder, RunOptions.of(1, Precision.FP32)).train(SAMPLES, SILENT);
    assertThatThrownBy(() -> new Trainer(plan, folder, RunOptions.of(1, Precision.FP32)))
        .hasMessageContaining("--resume");
    assertThatThrownBy(() -> new Trainer(plan, folder, RunOptions.of(2, Precision.FP32).resuming()))
        .hasMessageContaining("seed 1");
    assertThatThrownBy(
            () ->
                new Trainer(
                    plan.withEpochs(2), folder, RunOptions.of(1, Precision.FP32).resuming()))
        .hasMessageContaining("another plan");
    assertThatThrownBy(() -> new Trainer(plan, folder, RunOptions.of(1, Precision.BF16).resuming()))
        .hasMessageEndingWith("was begun in fp32 and cannot go on in bf16: leave --precision out");
  }

  @Test
  void train_learningRateFarTooHigh_stopsWithASentence() throws IOException {
    Trainer trainer =
        new Trainer(TinyPlan.training(3, 1e6), folder, RunOptions.of(1, Precision.FP32));
    assertThatThrownBy(() -> trainer.train(SAMPLES, SILENT))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("lower the learning rate");
  }

  @Test
  void train_withAdamW_lowersTheLossAndResumesToTheSameWeights() throws IOException {
    TrainingPlan plan = TinyPlan.withOptimizer(Optimizer.Kind.ADAMW, 3, 0.003);
    Path straight = folder.resolve("straight");
    Trainer trainer = new Trainer(plan, straight, RunOptions.of(1, Precision.FP32));
    trainer.train(SAMPLES, SILENT);
    assertThat(trainer.results().get(2).loss()).isLessThan(0.9 * trainer.results().get(0).loss());
    Path broken = folder.resolve("broken");
    assertThatThrownBy(
            () ->
                new Trainer(plan, broken, RunOptions.of(1, Precision.FP32))
                    .train(SAMPLES, powerCutAtStep(10)))
        .hasMessage("power cut");
    new Trainer(plan, broken, RunOptions.of(1, Precision.FP32).resuming()).train(SAMPLES, SILENT);
    assertThat(answers(broken)).containsExactly(answers(straight));
  }

  @Test
  void train_keepingEpochs_leavesTheLastOnesAndTheirMeanOpens() throws IOException {
    RunOptions options = RunOptions.of(1, Precision.FP32).keeping(2);
    new Trainer(TinyPlan.training(4, 0.05), folder, options).train(SAMPLES, SILENT);
    assertThat(folder.resolve("epoch-002.safetensors")).doesNotExist();
    assertThat(folder.resolve("epoch-003.safetensors")).exists();
    assertThat(folder.resolve("epoch-004.safetensors")).exists();
    float[] mean =
        TrainedRun.openAverage(folder)
            .network()
            .infer(List.of(SAMPLES.get(3).pixels()))
            .ferPlus()[0];
    assertThat(mean).hasSize(8).doesNotContain(Float.NaN);
    Files.delete(folder.resolve("epoch-003.safetensors"));
    Files.delete(folder.resolve("epoch-004.safetensors"));
    assertThatThrownBy(() -> TrainedRun.openAverage(folder)).hasMessageContaining("--keep");
  }

  @Test
  void openAverage_ofARunThatWentOnWithoutKeeping_isRefused() throws IOException {
    TrainingPlan plan = TinyPlan.training(3, 0.05);
    RunOptions plain = RunOptions.of(1, Precision.FP32);
    assertThatThrownBy(
            () -> new Trainer(plan, folder, plain.keeping(2)).train(SAMPLES, powerCutAtStep(10)))
        .hasMessage("power cut");
    new Trainer(plan, folder, plain.resuming()).train(SAMPLES, SILENT);
    assertThatThrownBy(() -> TrainedRun.openAverage(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kept epochs up to 1 of 3");
  }

  @Test
  void train_withATeacher_learnsOtherWeights() throws IOException {
    TrainingPlan plan = TinyPlan.training(2, 0.05);
    RunOptions options = RunOptions.of(1, Precision.FP32);
    Path alone = folder.resolve("alone");
    new Trainer(plan, alone, options).train(SAMPLES, SILENT);
    byte[] teacher = TinyPlan.export(TrainedRun.open(alone).network());
    Path taught = folder.resolve("taught");
    new Trainer(plan, taught, options.taughtBy(List.of(Teacher.ofModel(teacher))))
        .train(SAMPLES, SILENT);
    assertThat(answers(taught)).isNotEqualTo(answers(alone));
    assertThatThrownBy(() -> new Trainer(plan, taught, options.resuming()))
        .hasMessageContaining("--teacher");
  }

  @Test
  void train_withARunAsTeacher_learnsWhatItsModelFileTeaches() throws IOException {
    TrainingPlan plan = TinyPlan.training(1, 0.05);
    RunOptions options = RunOptions.of(1, Precision.FP32);
    Path alone = folder.resolve("alone");
    assertThatThrownBy(() -> Teacher.ofRun(alone)).hasMessageContaining("no training run");
    new Trainer(plan, alone, options).train(SAMPLES, SILENT);
    Teacher run = Teacher.ofRun(alone);
    Teacher file = Teacher.ofModel(TinyPlan.export(TrainedRun.open(alone).network()));
    float[][] ofRun = run.ask(SAMPLES, Device.CPU, done -> {}).ferPlus();
    float[][] ofFile = file.ask(SAMPLES, Device.CPU, done -> {}).ferPlus();
    double temperature = TinyPlan.card().temperature();
    for (int i = 0; i < SAMPLES.size(); i++) {
      for (int c = 1; c < 8; c++) {
        double calibrated = Math.log(ofRun[i][c] / ofRun[i][0]) / temperature;
        assertThat(Math.log(ofFile[i][c] / ofFile[i][0])).isCloseTo(calibrated, within(1e-3));
      }
    }
    Path taught = folder.resolve("taught");
    new Trainer(plan, taught, options.taughtBy(List.of(run))).train(SAMPLES, SILENT);
    assertThat(answers(taught)).isNotEqualTo(answers(alone));
  }

  @Test
  void train_withTeachersOfViews_learnsFromRunsAndModelFilesAlikeAndResumes() throws IOException {
    RunOptions options = RunOptions.of(1, Precision.FP32);
    Path alone = folder.resolve("alone");
    new Trainer(TinyPlan.training(2, 0.05), alone, options).train(SAMPLES, SILENT);
    HybridNet network = TrainedRun.open(alone).network();
    Teacher file = Teacher.ofModel(TinyPlan.export(network));
    List<byte[]> faces = SAMPLES.stream().map(Sample::pixels).toList();
    float[][] expected = network.infer(faces).ferPlus();
    float[][] opened = file.network(Device.CPU).infer(faces).ferPlus();
    for (int i = 0; i < expected.length; i++) {
      assertThat(opened[i]).containsExactly(expected[i], within(1e-3f));
    }

    TrainingPlan views =
        TrainingPlan.parse(
            TinyPlan.training(2, 0.05)
                .toJson()
                .replace("\"teacher_views\" : false", "\"teacher_views\" : true"));
    assertThat(views.teacherViews()).isTrue();
    RunOptions taught = options.taughtBy(List.of(Teacher.ofRun(alone), file));
    Path straight = folder.resolve("straight");
    new Trainer(views, straight, taught).train(SAMPLES, SILENT);
    Path images = folder.resolve("images");
    new Trainer(TinyPlan.training(2, 0.05), images, taught).train(SAMPLES, SILENT);
    assertThat(answers(straight)).isNotEqualTo(answers(images)).isNotEqualTo(answers(alone));

    Path resumed = folder.resolve("resumed");
    TrainingListener stop =
        new TrainingListener() {
          @Override
          public void epochFinished(EpochResult result) {
            throw new IllegalStateException("stopped");
          }
        };
    assertThatThrownBy(() -> new Trainer(views, resumed, taught).train(SAMPLES, stop))
        .hasMessage("stopped");
    new Trainer(views, resumed, taught.resuming()).train(SAMPLES, SILENT);
    assertThat(answers(resumed)).isEqualTo(answers(straight));
  }

  @Test
  void parse_planWithoutTeacherViews_asksTeachersOfTheImages() throws IOException {
    String earlier =
        TinyPlan.training(1, 0.05).toJson().replaceAll(",\\s*\"teacher_views\" : false", "");
    assertThat(earlier).doesNotContain("teacher_views");
    assertThat(TrainingPlan.parse(earlier))
        .usingRecursiveComparison()
        .isEqualTo(TinyPlan.training(1, 0.05));
    for (String nothing : List.of("", "null", "[]")) {
      assertThatThrownBy(() -> TrainingPlan.parse(nothing)).hasMessageContaining("no JSON object");
    }
  }

  @Test
  void constructor_cudaWithoutAGpu_isRefusedWithASentence() {
    assumeFalse(torch.cuda_is_available(), "skipped: there is a GPU");
    RunOptions options =
        new RunOptions(1, Precision.FP32, Device.CUDA, false, null, 0, List.of(), 0);
    assertThatThrownBy(() -> new Trainer(TinyPlan.training(1, 0.05), folder, options))
        .hasMessageContaining("no CUDA device");
  }

  @Test
  void constructor_resumedWithoutAPrecision_keepsThatOfTheRun() throws IOException {
    TrainingPlan plan = TinyPlan.training(1, 0.05);
    for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
      Path run = folder.resolve(precision.name());
      new Trainer(plan, run, RunOptions.of(1, precision)).train(SAMPLES, SILENT);
      new Trainer(plan, run, RunOptions.of(1, Precision.AUTO).resuming());
      assertThat(Files.readString(run.resolve("run.json")))
          .contains("\"precision\":\"" + precision.name().toLowerCase(Locale.ROOT) + "\"");
    }
  }

  @Test
  void constructor_resumedFromNoModelBeforeTheFirstEpochEnded_isRefused() throws IOException {
    TrainingPlan plan = TinyPlan.training(1, 0.05);
    RunOptions options = RunOptions.of(1, Precision.FP32);
    new Trainer(plan, folder.resolve("alone"), options).train(SAMPLES, SILENT);
    byte[] model = TinyPlan.export(TrainedRun.open(folder.resolve("alone")).network());
    Path run = folder.resolve("run");
    assertThatThrownBy(
            () ->
                new Trainer(plan, run, options.startingFrom(model, 0))
                    .train(SAMPLES, powerCutAtStep(1)))
        .hasMessage("power cut");
    assertThatThrownBy(() -> new Trainer(plan, run, options.resuming()))
        .hasMessageContaining("give the same --from");
    new Trainer(plan, run, options.startingFrom(model, 0).resuming()).train(SAMPLES, SILENT);
    assertThat(TrainedRun.open(run).plan()).usingRecursiveComparison().isEqualTo(plan);
  }

  @Test
  void constructor_resumedFromAnotherModel_isRefused() throws IOException {
    TrainingPlan plan = TinyPlan.training(1, 0.05);
    new Trainer(plan, folder, RunOptions.of(1, Precision.FP32)).train(SAMPLES, SILENT);
    byte[] model = TinyPlan.export(TrainedRun.open(folder).network());
    RunOptions other = RunOptions.of(1, Precision.FP32).startingFrom(model, 0).resuming();
    assertThatThrownBy(() -> new Trainer(plan, folder, other)).hasMessageContaining("--from");
  }

  @Test
  void train_resumedWithOtherTrainingImages_isRefused() throws IOException {
    TrainingPlan plan = TinyPlan.training(2, 0.05);
    RunOptions options = RunOptions.of(1, Precision.FP32);
    assertThatThrownBy(() -> new Trainer(plan, folder, options).train(SAMPLES, powerCutAtStep(10)))
        .hasMessage("power cut");
    Trainer resumed = new Trainer(plan, folder, options.resuming());
    List<Sample> more = Split.VALIDATION.movedTo(Split.TRAINING, SAMPLES);
    assertThatThrownBy(() -> resumed.train(more, SILENT))
        .hasMessageContaining("(105 images for training and 35 for validation, now 140 and 0)");
    Files.delete(folder.resolve("data.json")); // as runs of earlier versions are
    assertThatThrownBy(() -> resumed.train(more, SILENT))
        .hasMessageContaining("begun with other training images");
    resumed.train(SAMPLES, SILENT);
    assertThat(resumed.epochsDone()).isEqualTo(2);
  }

  @Test
  void constructor_moreFrozenStagesThanThereAre_isRefused() {
    RunOptions options = RunOptions.of(1, Precision.FP32).startingFrom(new byte[] {1}, 9);
    assertThatThrownBy(() -> new Trainer(TinyPlan.training(1, 0.05), folder, options))
        .hasMessageContaining("the network has 3");
  }

  @Test
  void train_fromAModelOfAnotherShape_isRefusedWithTheWeightsName() throws IOException {
    byte[] model = TinyPlan.export(new HybridNet(TinyPlan.network(false, true, Residual.NONE), 1));
    Trainer trainer =
        new Trainer(
            TinyPlan.training(1, 0.05),
            folder,
            RunOptions.of(1, Precision.FP32).startingFrom(model, 0));
    assertThatThrownBy(() -> trainer.train(SAMPLES, SILENT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another shape than the plan");
  }

  @Test
  void train_twice_keepsTheLog() throws IOException {
    TrainingPlan plan = TinyPlan.training(2, 0.05);
    Trainer trainer = new Trainer(plan, folder, RunOptions.of(1, Precision.FP32));
    trainer.train(SAMPLES, SILENT);
    trainer.train(SAMPLES, SILENT);
    Path log = folder.resolve("log.jsonl");
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).hasSize(2);
    Files.write(log, lines.subList(0, 1));
    assertThatThrownBy(() -> new Trainer(plan, folder, RunOptions.of(1, Precision.FP32).resuming()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds 1 epochs, the checkpoint beside it 2");
  }

  @Test
  void constructor_folderThatCannotBeMade_isRefusedAtOnce() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(
            () ->
                new Trainer(
                    TinyPlan.training(1, 0.05),
                    file.resolve("run"),
                    RunOptions.of(1, Precision.FP32)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " is not a folder");
  }

  @Test
  void teacher_thatHasGoneOnSince_isRefused() throws IOException {
    Path run = folder.resolve("run");
    new Trainer(TinyPlan.training(1, 0.05), run, RunOptions.of(1, Precision.FP32))
        .train(SAMPLES, SILENT);
    Teacher teacher = Teacher.ofRun(run);
    Path other = folder.resolve("other");
    new Trainer(TinyPlan.training(1, 0.05), other, RunOptions.of(2, Precision.FP32))
        .train(SAMPLES, SILENT);
    Files.copy(
        other.resolve("best.safetensors"),
        run.resolve("best.safetensors"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> teacher.ask(SAMPLES, Device.CPU, done -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another best epoch");
  }

  @Test
  void rememberingAnswers_asksOncePerListOfSamples() throws IOException {
    new Trainer(TinyPlan.training(1, 0.05), folder, RunOptions.of(1, Precision.FP32))
        .train(SAMPLES, SILENT);
    Teacher teacher = Teacher.ofRun(folder);
    Teacher remembering = teacher.rememberingAnswers();
    assertThat(remembering.sha256()).isEqualTo(teacher.sha256());
    Predictions answers = remembering.ask(SAMPLES, Device.CPU, done -> {});
    assertThat(remembering.ask(new ArrayList<>(SAMPLES), Device.CPU, done -> {})).isSameAs(answers);
    Predictions fewer = remembering.ask(SAMPLES.subList(0, 3), Device.CPU, done -> {});
    assertThat(fewer.ferPlus()).hasNumberOfRows(3);
  }

  @Test
  void train_withoutData_isRefusedAndLeavesNoFolder() throws IOException {
    Path run = folder.resolve("run");
    Trainer trainer =
        new Trainer(TinyPlan.training(1, 0.05), run, RunOptions.of(1, Precision.FP32));
    assertThatThrownBy(() -> trainer.train(List.of(), SILENT))
        .hasMessageContaining("no images for training");
    assertThat(run).doesNotExist();
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
