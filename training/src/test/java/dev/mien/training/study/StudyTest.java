package dev.mien.training.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.expression.Emotion;
import dev.mien.image.ImageReader;
import dev.mien.training.SyntheticFaces;
import dev.mien.training.TinyPlan;
import dev.mien.training.dataset.FaceImages;
import dev.mien.training.dataset.GroupSplit;
import dev.mien.training.dataset.GroupSplit.Grouping;
import dev.mien.training.dataset.ImageFolderReader;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.EvaluationReport.Measurement;
import dev.mien.training.evaluate.ModelSize;
import dev.mien.training.network.Attention;
import dev.mien.training.network.HybridNet;
import dev.mien.training.network.NetworkPlan.Residual;
import dev.mien.training.train.Device;
import dev.mien.training.train.EpochResult;
import dev.mien.training.train.Precision;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.Teacher;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyTest {
  private static final RunOptions ON_CPU = RunOptions.of(1, Precision.AUTO).on(Device.CPU);

  @TempDir private Path folder;

  /** A folder as CK+48 is: class folders with {@code S<subject>_<sequence>_<frame>.png}. */
  private List<Sample> ckLikeFolder() throws IOException {
    Path root = folder.resolve("ck");
    List<String> classes = List.of("anger", "contempt", "disgust", "fear", "happy", "sadness");
    int pattern = 0;
    for (int subject = 0; subject < 12; subject++) {
      for (int sequence = 0; sequence < 3; sequence++) {
        String name = classes.get((subject + sequence) % classes.size());
        for (int frame = 0; frame < 3; frame++) {
          String file = "S%03d_%03d_%08d.png".formatted(subject, sequence, frame);
          SyntheticFaces.writePng(root.resolve(name).resolve(file), pattern++);
        }
      }
    }
    return ImageFolderReader.read(
        root,
        new FaceImages(new ImageReader(ImageReader.DEFAULT_MAX_PIXELS), image -> List.of()),
        problem -> {});
  }

  private CrossValidation crossValidation(int folds) {
    byte[] model =
        TinyPlan.export(new HybridNet(TinyPlan.network(true, true, Residual.IMPROVED), 3));
    return new CrossValidation(
        TinyPlan.training(1, 0.02),
        RunOptions.of(1, Precision.FP32).startingFrom(model, 0),
        folder.resolve("runs"),
        folds,
        Grouping.SUBJECT);
  }

  @Test
  void crossValidation_foldsBySubject_shareNobody() throws IOException {
    List<Sample> samples = ckLikeFolder();
    CrossValidation crossValidation = crossValidation(4);
    int[] fold = GroupSplit.folds(samples, 4, Grouping.SUBJECT, 1);
    Set<Integer> tested = new HashSet<>();
    for (int f = 0; f < 4; f++) {
      FoldRun run = crossValidation.fold(samples, fold, f);
      assertThat(run.training()).hasSize(81).allMatch(s -> s.split() == Split.TRAINING);
      assertThat(people(run.tested()))
          .hasSize(3)
          .doesNotContainAnyElementsOf(people(run.training()));
      run.tested().forEach(sample -> assertThat(tested.add(sample.row())).isTrue());
    }
    assertThat(tested).hasSize(samples.size());
  }

  private static Set<String> people(List<Sample> samples) {
    return samples.stream().map(s -> String.valueOf(s.subject())).collect(Collectors.toSet());
  }

  @Test
  void crossValidation_run_answersEveryImageOnceAndGoesOnWhereItWas() throws IOException {
    List<Sample> samples = ckLikeFolder();
    Recorder first = new Recorder();
    List<Measurement> measurements = crossValidation(3).run(samples, 1, first);
    assertThat(first.news).contains("Run 1 of 3: fold 1 of 3");
    assertThat(measurements.stream().map(Measurement::how))
        .hasSize(5)
        .element(1)
        .asString()
        .contains("vote over the frames of each of 36 sequences");
    assertThat(measurements.get(0).evaluations().get(0).matrix().total()).isEqualTo(108);
    assertThat(
            measurements.stream()
                .skip(2)
                .mapToInt(one -> one.evaluations().get(0).matrix().total())
                .sum())
        .isEqualTo(108);
    assertThat(measurements.get(0).evaluations().get(0).classes())
        .containsExactly(
            Emotion.HAPPINESS,
            Emotion.SADNESS,
            Emotion.ANGER,
            Emotion.DISGUST,
            Emotion.FEAR,
            Emotion.CONTEMPT);
    assertThat(measurements)
        .allSatisfy(
            one ->
                assertThat(one.evaluations().get(0).classes())
                    .isEqualTo(measurements.get(0).evaluations().get(0).classes()));
    Recorder second = new Recorder();
    List<Measurement> again = crossValidation(3).run(samples, 1, second);
    assertThat(second.epochs).hasValue(0);
    assertThat(again.get(0).evaluations().get(0).matrix().accuracy())
        .isEqualTo(measurements.get(0).evaluations().get(0).matrix().accuracy());
    assertThatThrownBy(() -> crossValidation(3).run(samples.subList(0, 100), 1, new Recorder()))
        .hasMessageContaining("other images or folds");
  }

  /** Keeps what it receives; safe for several threads. */
  private static final class Recorder implements StudyListener {
    private final List<String> news = new CopyOnWriteArrayList<>();
    private final AtomicInteger epochs = new AtomicInteger();
    private final List<String> answered = new CopyOnWriteArrayList<>();

    @Override
    public void news(String line) {
      news.add(line);
    }

    @Override
    public TrainingListener run(String title) {
      return new TrainingListener() {
        @Override
        public void epochFinished(EpochResult result) {
          epochs.incrementAndGet();
        }

        @Override
        public void imagesAnswered(String what, int done, int total) {
          answered.add(what + ": " + done + " of " + total);
        }
      };
    }
  }

  @Test
  void ablation_tinyPlan_comparesAndGoesOnWhereItWas() throws IOException {
    List<Sample> samples = SyntheticFaces.withVotes(140);
    TrainingPlan plan = TinyPlan.training(2, 0.05);
    List<Variant> variants = List.of(Variant.FULL, Variant.NO_ATTENTION);
    Ablation ablation = new Ablation(plan, folder, 2, variants, ON_CPU);
    Recorder first = new Recorder();
    AblationTable table = ablation.run(samples, 1, first);
    assertThat(first.news)
        .contains("Run 1 of 4: full model, seed 1")
        .anyMatch(line -> line.matches("Run 4 of 4: without attention, seed 2; about 0 min left"));
    assertThat(first.epochs).hasValue(8);
    assertThat(table.toMarkdown())
        .contains("After 1 epoch:")
        .contains("After 2 epochs:")
        .contains("| full model |")
        .containsPattern("\\| without attention \\| [\\d,]+ \\(-\\d+\\.\\d %\\)")
        .contains("| HOG + linear SVM |")
        .contains("| LBP + linear SVM |")
        .contains("| most frequent class |")
        .contains("After 2 epochs, under corruptions:")
        .contains("After 2 epochs, in uneven light:");
    assertThat(table.toMarkdown())
        .containsPattern("Trained: 4 runs on cpu in (bf16|fp32)\\.\n")
        .contains("of other images and seeds")
        .doesNotContain("earlier version");
    assertThat(table.toJson())
        .contains("\"multi_scale\" : \"input\"", "\"attention\" : \"both\"")
        .contains("\"loss_corrupted\"", "\"loss_uneven_light\"", "\"minus_full_model\"");
    Recorder second = new Recorder();
    AblationTable again = ablation.run(samples, 1, second);
    assertThat(second.epochs).hasValue(0);
    assertThat(second.news).contains("4 of 4 runs were done before");
    assertThat(withoutSpeeds(again)).isEqualTo(withoutSpeeds(table));
    try (Stream<Path> files = Files.list(folder.resolve("full-1"))) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .contains("judged-001.json", "judged-002.json")
          .noneMatch(name -> name.startsWith("epoch-"));
    }
  }

  @Test
  void ablation_withATeacher_teachesEveryNetworkAndSaysSo() throws IOException {
    List<Sample> samples = SyntheticFaces.withVotes(140);
    TrainingPlan plan = TinyPlan.training(1, 0.05);
    List<Variant> variants = List.of(Variant.FULL, Variant.NO_ATTENTION);
    String alone =
        new Ablation(plan, folder.resolve("alone"), 1, variants, ON_CPU)
            .run(samples, 1, new Recorder())
            .toJson();
    Teacher teacher = Teacher.ofRun(folder.resolve("alone/full-1"));
    RunOptions options = ON_CPU.taughtBy(List.of(teacher));
    Recorder recorder = new Recorder();
    AblationTable taught =
        new Ablation(plan, folder.resolve("taught"), 1, variants, options)
            .run(samples, 2, recorder);
    assertThat(recorder.news).containsOnlyOnce("What a teacher says of the training images");
    assertThat(recorder.answered)
        .containsOnlyOnce("Asking the teacher: 105 of 105")
        .contains("Judging the network: 35 of 525", "Judging the network: 525 of 525");
    assertThat(taught.toMarkdown())
        .contains("1 epoch, with 1 teacher (50 % of the targets, asked of the images as they are)")
        .contains("Figures of one seed", "it says nothing of other seeds")
        .doesNotContain("too high");
    assertThat(taught.toJson())
        .contains("\"teachers\" : [ \"" + teacher.sha256() + "\" ]")
        .contains("\"teacher_weight\" : 0.5");
    assertThat(alone).doesNotContain("teacher");
    for (String run : List.of("full-1", "no-attention-1")) {
      assertThat(Files.readString(folder.resolve("taught/" + run + "/run.json")))
          .contains(teacher.sha256());
      assertThat(Files.readString(folder.resolve("taught/" + run + "/log.jsonl")))
          .isNotEqualTo(Files.readString(folder.resolve("alone/" + run + "/log.jsonl")));
    }
  }

  @Test
  void ablation_teacherThatKnowsTheValidationSplit_isNamedInTheReport() throws IOException {
    List<Sample> samples = SyntheticFaces.withVotes(140);
    TrainingPlan plan = TinyPlan.training(1, 0.05);
    List<Sample> all = Split.VALIDATION.movedTo(Split.TRAINING, samples);
    new Trainer(plan, folder.resolve("knows"), ON_CPU).train(all, new TrainingListener() {});
    Teacher teacher = Teacher.ofRun(folder.resolve("knows"));
    AblationTable table =
        new Ablation(
                plan,
                folder.resolve("taught"),
                1,
                List.of(Variant.FULL),
                ON_CPU.taughtBy(List.of(teacher)))
            .run(samples, 1, new Recorder());
    assertThat(table.toMarkdown()).contains("have learnt from 35 of these images");
    assertThat(table.toJson()).contains("\"validation_images_learnt\" : 35");
  }

  @Test
  void ablation_folderOfAnotherStudy_isRefusedAndNothingIsWritten() throws IOException {
    List<Sample> samples = SyntheticFaces.withVotes(140);
    TrainingPlan plan = TinyPlan.training(1, 0.05);
    List<Variant> one = List.of(Variant.FULL);
    new Ablation(plan, folder, 1, one, ON_CPU).run(samples, 1, new Recorder());
    List<Variant> two = List.of(Variant.FULL, Variant.NO_ATTENTION);
    Teacher teacher = Teacher.ofRun(folder.resolve("full-1"));
    Ablation taught = new Ablation(plan, folder, 1, two, ON_CPU.taughtBy(List.of(teacher)));
    assertThatThrownBy(() -> taught.run(samples, 2, new Recorder()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was begun with no teacher");
    Ablation more = new Ablation(plan, folder, 1, two, ON_CPU);
    assertThatThrownBy(() -> more.run(SyntheticFaces.withVotes(120), 2, new Recorder()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("begun with other images");
    assertThat(folder.resolve("no-attention-1")).doesNotExist();
  }

  private static String withoutSpeeds(AblationTable table) {
    return table.toJson().replaceAll("\"milliseconds\" : [\\d.E-]+", "");
  }

  @Test
  void ablation_twoJobs_makeTheSameTableAsOne() throws IOException {
    List<Sample> samples = SyntheticFaces.withVotes(140);
    TrainingPlan plan = TinyPlan.training(1, 0.05);
    List<Variant> variants = List.of(Variant.FULL, Variant.PLAIN_CNN);
    AblationTable one =
        new Ablation(plan, folder.resolve("one"), 1, variants, ON_CPU)
            .run(samples, 1, new Recorder());
    AblationTable two =
        new Ablation(plan, folder.resolve("two"), 1, variants, ON_CPU)
            .run(samples, 2, new Recorder());
    assertThat(withoutSpeeds(two)).isEqualTo(withoutSpeeds(one));
  }

  /** Hears nothing but what happens in the runs. */
  private static StudyListener hearing(Function<String, TrainingListener> runs) {
    return new StudyListener() {
      @Override
      public void news(String line) {}

      @Override
      public TrainingListener run(String title) {
        return runs.apply(title);
      }
    };
  }

  @Test
  void ablation_aRunFails_theOthersStopAndGoOnLater() throws IOException {
    List<Sample> samples = SyntheticFaces.withVotes(140);
    TrainingPlan plan = TinyPlan.training(2, 0.05);
    List<Variant> variants = List.of(Variant.FULL, Variant.PLAIN_CNN);
    Ablation ablation = new Ablation(plan, folder, 1, variants, ON_CPU);
    StudyListener failing =
        hearing(
            title ->
                new TrainingListener() {
                  @Override
                  public void epochFinished(EpochResult result) {
                    if (title.startsWith("plain")) {
                      throw new IllegalStateException("the disk is full");
                    }
                  }
                });
    assertThatThrownBy(() -> ablation.run(samples, 2, failing)).hasMessage("the disk is full");
    Recorder later = new Recorder();
    assertThat(ablation.run(samples, 2, later).toMarkdown()).contains("| plain CNN |");
    assertThat(later.epochs.get()).isLessThan(4);
  }

  @Test
  void ablation_stoppedWhileANetworkIsJudged_goesOnLater() throws IOException {
    List<Sample> samples = SyntheticFaces.withVotes(140);
    TrainingPlan plan = TinyPlan.training(1, 0.05);
    Ablation ablation = new Ablation(plan, folder, 1, List.of(Variant.FULL), ON_CPU);
    StudyListener stopping =
        hearing(
            title ->
                new TrainingListener() {
                  @Override
                  public void imagesAnswered(String what, int done, int total) {
                    if (2 * done > total) {
                      throw new IllegalStateException("stopped by the user");
                    }
                  }
                });
    assertThatThrownBy(() -> ablation.run(samples, 1, stopping)).hasMessage("stopped by the user");
    assertThat(folder.resolve("full-1/judged-001.json")).doesNotExist();
    Recorder later = new Recorder();
    assertThat(ablation.run(samples, 1, later).toMarkdown()).contains("| full model |");
    assertThat(later.epochs).hasValue(0);
    assertThat(folder.resolve("full-1/judged-001.json")).exists();
  }

  @Test
  void ablation_withoutTheFullModel_isRefused() {
    assertThatThrownBy(
            () ->
                new Ablation(
                    TinyPlan.training(1, 0.1), folder, 1, List.of(Variant.PLAIN_CNN), ON_CPU))
        .hasMessageContaining("full model");
  }

  @Test
  void ablation_judgedByAnEarlierVersion_leavesOutWhatItDidNotMeasure() throws IOException {
    List<Sample> samples = SyntheticFaces.withVotes(140);
    TrainingPlan plan = TinyPlan.training(1, 0.05);
    Ablation ablation = new Ablation(plan, folder, 1, List.of(Variant.FULL), ON_CPU);
    ablation.run(samples, 1, new Recorder());
    Path judged = folder.resolve("full-1/judged-001.json");
    Judgement judgement = Judgement.read(judged);
    Map<Metric, double[]> earlier = new EnumMap<>(judgement.figures());
    earlier.keySet().removeAll(Circumstances.UNEVEN_LIGHT.metrics());
    earlier.remove(Metric.LOSS_CORRUPTED);
    new Judgement(earlier, judgement.macroF1()).write(judged);

    assertThat(ablation.run(samples, 1, new Recorder()).toMarkdown())
        .containsPattern(
            "under corruptions:\\n\\n.*\\n.*\\n\\| full model \\| [\\d.]+ \\| [\\d.]+ \\|  \\|\\n")
        .contains("Runs of an earlier version were judged by less")
        .doesNotContain("in uneven light:");
  }

  @Test
  void ablation_planWithoutAPart_keepsItOffAndComparesEachNetworkOnce() {
    TrainingPlan plan = TinyPlan.training(1, 0.1);
    TrainingPlan channels =
        plan.withNetwork(TinyPlan.network(true, Attention.CHANNELS, Residual.IMPROVED));
    Ablation ablation = new Ablation(channels, folder, 1, List.of(Variant.values()), ON_CPU);

    assertThat(ablation.variants())
        .containsExactly(
            Variant.FULL,
            Variant.SINGLE_SCALE,
            Variant.NO_ATTENTION,
            Variant.NO_RESIDUAL,
            Variant.PLAIN_RESIDUAL,
            Variant.PLAIN_CNN);
    assertThat(Variant.FULL.of(channels).network().attention()).isEqualTo(Attention.CHANNELS);
    assertThat(Variant.SINGLE_SCALE.of(channels).network().attention())
        .isEqualTo(Attention.CHANNELS);
    assertThat(Variant.NO_CHANNEL_ATTENTION.of(channels).network().attention())
        .isEqualTo(Attention.NONE);
    assertThat(
            new Ablation(
                    channels,
                    folder,
                    1,
                    List.of(Variant.FULL, Variant.NO_CHANNEL_ATTENTION),
                    ON_CPU)
                .variants())
        .containsExactly(Variant.FULL, Variant.NO_ATTENTION);
    TrainingPlan bare = plan.withNetwork(TinyPlan.network(true, Attention.BOTH, Residual.NONE));
    assertThat(Variant.PLAIN_RESIDUAL.canonical(bare)).isEqualTo(Variant.FULL);
    assertThat(new Ablation(plan, folder, 1, List.of(Variant.values()), ON_CPU).variants())
        .containsExactly(Variant.values());
  }

  @Test
  void variants_keepParametersAndMultiplicationsWithinFivePercent() throws IOException {
    for (String name : List.of("base", "small", "ablation")) {
      TrainingPlan plan = TrainingPlan.open(name);
      Cost full = cost(plan, Variant.FULL);
      for (Variant variant : Variant.values()) {
        Cost cost = cost(plan, variant);
        assertThat((double) cost.parameters() / full.parameters())
            .as(name + " " + variant.title() + ", parameters")
            .isCloseTo(1, within(0.05));
        assertThat((double) cost.multiplications() / full.multiplications())
            .as(name + " " + variant.title() + ", multiplications")
            .isCloseTo(1, within(0.05));
      }
    }
  }

  private static Cost cost(TrainingPlan plan, Variant variant) {
    HybridNet network = new HybridNet(variant.of(plan).network(), 1);
    network.state().infer();
    return new Cost(
        network.state().parameterCount(),
        ModelSize.of(network.export(1, 1).toModel(Map.of())).multiplications(),
        Double.NaN);
  }
}
