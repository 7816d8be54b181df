package dev.mien.training.study;

import dev.mien.training.dataset.GroupSplit;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.Answers;
import dev.mien.training.evaluate.Evaluation;
import dev.mien.training.evaluate.EvaluationReport.Measurement;
import dev.mien.training.train.Logits;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * k-fold cross-validation with fine-tuning inside each fold: every image is answered once, by a
 * network that was tuned on the other folds. With groups (subjects), nobody stands on both sides.
 */
public final class CrossValidation {
  private final TrainingPlan plan;
  private final RunOptions options;
  private final Path folder;
  private final int folds;
  private final GroupSplit.Grouping grouping;

  /**
   * @param plan for the fine-tuning; of the shape of the model to start from
   * @param options with the model to start from
   * @param folder for the runs, one per fold
   * @param folds 2 or more
   * @param grouping what must not be torn apart
   */
  public CrossValidation(
      TrainingPlan plan, RunOptions options, Path folder, int folds, GroupSplit.Grouping grouping) {
    if (folds < 2) {
      throw new IllegalArgumentException("cross-validation needs 2 folds or more");
    }
    this.plan = plan;
    this.options = options;
    this.folder = folder;
    this.folds = folds;
    this.grouping = grouping;
  }

  /** The samples of one fold, as its training, validation and test splits. */
  List<Sample> fold(List<Sample> samples, int[] fold, int tested) {
    List<Sample> rest =
        GroupSplit.divide(
            IntStream.range(0, samples.size())
                .filter(i -> fold[i] != tested)
                .mapToObj(samples::get)
                .toList(),
            grouping,
            options.seed());
    List<Sample> all = new ArrayList<>(rest);
    IntStream.range(0, samples.size())
        .filter(i -> fold[i] == tested)
        .forEach(i -> all.add(samples.get(i).in(Split.TEST)));
    return all;
  }

  /**
   * Runs all folds.
   *
   * @param samples of all subjects; their splits do not count
   * @return all folds together first, then each
   * @throws IllegalArgumentException if there are fewer groups than folds
   */
  public List<Measurement> run(List<Sample> samples, TrainingListener listener) throws IOException {
    int[] fold = GroupSplit.folds(samples, folds, grouping, options.seed());
    float[][] votes = new float[samples.size()][];
    float[][] labels = new float[samples.size()][];
    List<Measurement> measurements = new ArrayList<>();
    for (int tested = 0; tested < folds; tested++) {
      Path run = folder.resolve("fold-" + (tested + 1));
      new Trainer(plan, run, options).train(fold(samples, fold, tested), listener);
      int current = tested;
      int[] members = IntStream.range(0, samples.size()).filter(i -> fold[i] == current).toArray();
      List<Sample> part = Arrays.stream(members).mapToObj(samples::get).toList();
      Answers answers = Logits.of(TrainedRun.open(run).network(), part).answers();
      for (int k = 0; k < members.length; k++) {
        votes[members[k]] = answers.votes()[k];
        labels[members[k]] = answers.labels()[k];
      }
      measurements.add(
          new Measurement(
              "fold %d of %d: %s".formatted(tested + 1, folds, subjects(part)),
              List.of(Evaluation.of(Protocol.FOLDER, Split.TEST, answers, part))));
    }
    measurements.add(
        0,
        new Measurement(
            "%d folds, fine-tuned in each".formatted(folds),
            List.of(
                Evaluation.of(Protocol.FOLDER, Split.TEST, new Answers(votes, labels), samples))));
    return measurements;
  }

  private static String subjects(List<Sample> samples) {
    List<String> subjects =
        samples.stream()
            .map(Sample::subject)
            .map(subject -> subject == null ? "nobody named" : subject)
            .distinct()
            .sorted()
            .toList();
    return subjects.size() <= 6
        ? String.join(", ", subjects)
        : "%d subjects".formatted(subjects.size());
  }
}
