package dev.mien.training.study;

import dev.mien.expression.Emotion;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.output.Plural;
import dev.mien.training.dataset.GroupSplit;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.Evaluation;
import dev.mien.training.evaluate.EvaluationReport.Measurement;
import dev.mien.training.evaluate.SequenceVote;
import dev.mien.training.predict.Predictions;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.TrainingPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * k-fold cross-validation with fine-tuning inside each fold: every image is answered once, by a
 * network that was tuned on all the other folds. Nothing is chosen on the fold that is tested. With
 * groups (subjects), nobody stands on both sides. Every fold has its folder, so that what was
 * interrupted goes on.
 */
public final class CrossValidation {
  private static final String UNNAMED = "nobody named";

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

  /**
   * Runs all folds that are not done.
   *
   * @param samples of all subjects; their splits do not count
   * @param jobs how many folds are run side by side, each on its share of the cores
   * @return all folds together first, then the vote over sequences if there are some, then each
   *     fold
   * @throws IllegalArgumentException if there are fewer groups than folds
   * @throws IOException if the folder holds another cross-validation
   */
  public List<Measurement> run(List<Sample> samples, int jobs, StudyListener listener)
      throws IOException {
    int[] fold = GroupSplit.folds(samples, folds, grouping, options.seed());
    requireSame(samples, fold);
    List<FoldRun> runs =
        IntStream.range(0, folds).mapToObj(tested -> fold(samples, fold, tested)).toList();
    new SideBySide(jobs, listener).complete(runs);

    List<Emotion> classes = Evaluation.classes(Protocol.FOLDER, samples);
    float[][] votes = new float[samples.size()][];
    float[][] labels = new float[samples.size()][];
    List<Measurement> measurements = new ArrayList<>();
    for (int tested = 0; tested < folds; tested++) {
      FoldRun run = runs.get(tested);
      Predictions answers = run.answers();
      int[] members = members(fold, tested, true);
      for (int k = 0; k < members.length; k++) {
        votes[members[k]] = answers.ferPlus()[k];
        labels[members[k]] = answers.fer2013()[k];
      }
      measurements.add(
          measurement(
              "%s: %s".formatted(run.title(), subjects(run.tested())),
              classes,
              answers,
              run.tested()));
    }
    Predictions all = new Predictions(votes, labels);
    String title = "%d folds, fine-tuned in each".formatted(folds);
    SequenceVote.of(all, samples)
        .ifPresent(
            vote ->
                measurements.add(
                    0,
                    measurement(
                        title + "; " + vote.title(), classes, vote.answers(), vote.samples())));
    measurements.add(0, measurement(title, classes, all, samples));
    return measurements;
  }

  /** A fold need not show all classes of the data; all can be answered. */
  private static Measurement measurement(
      String how, List<Emotion> classes, Predictions answers, List<Sample> samples) {
    return new Measurement(
        how, List.of(Evaluation.among(classes, Protocol.FOLDER, Split.TEST, answers, samples)));
  }

  /** One fold: learnt from is everything but what is tested. */
  FoldRun fold(List<Sample> samples, int[] fold, int tested) {
    return new FoldRun(
        "fold %d of %d".formatted(tested + 1, folds),
        plan,
        options,
        folder.resolve("fold-" + (tested + 1)),
        Arrays.stream(members(fold, tested, false))
            .mapToObj(i -> samples.get(i).in(Split.TRAINING))
            .toList(),
        Arrays.stream(members(fold, tested, true)).mapToObj(samples::get).toList());
  }

  private static int[] members(int[] fold, int tested, boolean inside) {
    return IntStream.range(0, fold.length).filter(i -> (fold[i] == tested) == inside).toArray();
  }

  /** Answers of other images or folds must not be taken for these. */
  private void requireSame(List<Sample> samples, int[] fold) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < fold.length; i++) {
      Sample sample = samples.get(i);
      all.writeBytes(sample.pixels());
      String rest = "%d %s %d;".formatted(sample.label(), sample.subject(), fold[i]);
      all.writeBytes(rest.getBytes(StandardCharsets.UTF_8));
    }
    String hash = InstalledModels.sha256(all.toByteArray());
    Path file = folder.resolve("images-and-folds.sha256");
    if (Files.isRegularFile(file) && !Files.readString(file).equals(hash)) {
      throw new IOException(
          folder + " holds a cross-validation of other images or folds: name another folder");
    }
    Files.createDirectories(folder);
    Files.writeString(file, hash);
  }

  private static String subjects(List<Sample> samples) {
    List<String> subjects =
        samples.stream()
            .map(Sample::subject)
            .map(subject -> subject == null ? UNNAMED : subject)
            .distinct()
            .sorted()
            .toList();
    if (subjects.equals(List.of(UNNAMED))) {
      return Plural.count(samples.size(), "image");
    }
    return subjects.size() <= 6
        ? String.join(", ", subjects)
        : "%d subjects".formatted(subjects.size());
  }
}
