package dev.mien.training.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.expression.Emotion;
import dev.mien.training.SyntheticFaces;
import dev.mien.training.TinyPlan;
import dev.mien.training.dataset.HoldOut;
import dev.mien.training.dataset.HoldOut.Grouping;
import dev.mien.training.dataset.ImageFolderReader;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.EvaluationReport.Measurement;
import dev.mien.training.evaluate.Interval;
import dev.mien.training.network.HybridNet;
import dev.mien.training.network.NetworkPlan.Residual;
import dev.mien.training.train.Precision;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyTest {
  private static final TrainingListener SILENT = new TrainingListener() {};

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
    return ImageFolderReader.read(root, image -> List.of(), problem -> {});
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
    int[] fold = HoldOut.folds(samples, 4, Grouping.SUBJECT, 1);
    Set<Integer> tested = new HashSet<>();
    for (int f = 0; f < 4; f++) {
      Map<Split, Set<String>> people =
          crossValidation.fold(samples, fold, f).stream()
              .collect(
                  Collectors.groupingBy(
                      Sample::split,
                      Collectors.mapping(s -> String.valueOf(s.subject()), Collectors.toSet())));
      assertThat(people).containsOnlyKeys(Split.values());
      assertThat(people.get(Split.TEST)).hasSize(3);
      assertThat(people.get(Split.TRAINING)).doesNotContainAnyElementsOf(people.get(Split.TEST));
      assertThat(people.get(Split.VALIDATION)).doesNotContainAnyElementsOf(people.get(Split.TEST));
      assertThat(people.get(Split.VALIDATION))
          .doesNotContainAnyElementsOf(people.get(Split.TRAINING));
      crossValidation.fold(samples, fold, f).stream()
          .filter(sample -> sample.split() == Split.TEST)
          .forEach(sample -> assertThat(tested.add(sample.row())).isTrue());
    }
    assertThat(tested).hasSize(samples.size());
  }

  @Test
  void crossValidation_run_answersEveryImageOnce() throws IOException {
    List<Sample> samples = ckLikeFolder();
    List<Measurement> measurements = crossValidation(3).run(samples, SILENT);
    assertThat(measurements).hasSize(4);
    assertThat(measurements.get(0).evaluations().get(0).matrix().total()).isEqualTo(108);
    assertThat(
            measurements.stream()
                .skip(1)
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
  }

  @Test
  void ablation_tinyPlan_comparesAndGoesOnWhereItWas() throws IOException {
    List<Sample> samples = SyntheticFaces.withVotes(140);
    TrainingPlan plan = TinyPlan.training(2, 0.05);
    List<Variant> variants = List.of(Variant.FULL, Variant.NO_ATTENTION);
    Ablation ablation = new Ablation(plan, folder, 2, variants);
    List<String> news = new ArrayList<>();
    AblationTable table = ablation.run(samples, SILENT, news::add);
    assertThat(news).hasSize(6).contains("without attention, seed 2 of 2");
    assertThat(table.toMarkdown())
        .contains("| full model |")
        .contains("| without attention |")
        .contains("| HOG + linear SVM |")
        .contains("| LBP + linear SVM |")
        .contains("| most frequent class |");
    TrainingListener noTraining =
        new TrainingListener() {
          @Override
          public void epochStarted(int epoch, int steps) {
            throw new IllegalStateException("trained again");
          }
        };
    assertThat(ablation.run(samples, noTraining, line -> {}).toJson()).isEqualTo(table.toJson());
  }

  @Test
  void ablation_withoutTheFullModel_isRefused() {
    assertThatThrownBy(
            () -> new Ablation(TinyPlan.training(1, 0.1), folder, 1, List.of(Variant.PLAIN_CNN)))
        .hasMessageContaining("full model");
  }

  @Test
  void variants_keepTheNumberOfParametersWithinATenth() throws IOException {
    for (String name : List.of("base", "small", "ablation")) {
      TrainingPlan plan = TrainingPlan.open(name);
      double full = new HybridNet(plan.network(), 1).state().parameterCount();
      for (Variant variant : Variant.values()) {
        double count = new HybridNet(variant.of(plan).network(), 1).state().parameterCount();
        assertThat(count / full).as(name + " " + variant.title()).isCloseTo(1, within(0.1));
      }
    }
  }

  @Test
  void hits_interval_coversTheMeanAndTellsADifference() {
    boolean[][] good = new boolean[3][1000];
    boolean[][] bad = new boolean[3][1000];
    for (int seed = 0; seed < 3; seed++) {
      for (int i = 0; i < 1000; i++) {
        good[seed][i] = i % 10 != seed;
        bad[seed][i] = i % 5 != seed;
      }
    }
    Hits better = new Hits(good);
    Hits worse = new Hits(bad);
    assertThat(better.accuracy()).isCloseTo(0.9, within(1e-9));
    assertThat(better.interval().low()).isLessThan(0.9).isGreaterThan(0.86);
    assertThat(better.interval().high()).isGreaterThan(0.9).isLessThan(0.94);
    Interval difference = worse.differenceTo(better);
    assertThat(difference.low()).isGreaterThan(-0.16);
    assertThat(difference.high()).isLessThan(-0.04);
  }
}
