package dev.mien.training.study;

import dev.mien.training.baseline.Features;
import dev.mien.training.baseline.Hog;
import dev.mien.training.baseline.Lbp;
import dev.mien.training.baseline.LinearSvm;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.predict.Predictions;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.Teacher;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains the full network, the networks without one part each and a plain one, all by the same plan
 * with several seeds, and conventional methods beside them; compares them on the validation split,
 * after a quarter, a half and all of the epochs. Every run has its folder, so that a study that was
 * interrupted goes on.
 */
public final class Ablation {
  private final TrainingPlan plan;
  private final Path folder;
  private final int seeds;
  private final List<Variant> variants;
  private final RunOptions options;

  /**
   * @param plan of all networks
   * @param folder for the runs
   * @param seeds how often each network is trained; the seeds are 1, 2, …
   * @param variants which networks; the full one comes first. Those that are the same network,
   *     because the plan has switched a part off, are trained once
   * @param options of every run but for its seed; none starts from a model
   */
  public Ablation(
      TrainingPlan plan, Path folder, int seeds, List<Variant> variants, RunOptions options) {
    if (seeds < 1 || variants.isEmpty() || variants.get(0) != Variant.FULL) {
      throw new IllegalArgumentException(
          "an ablation needs one seed or more and compares with the full model");
    }
    if (options.from() != null) {
      throw new IllegalArgumentException("the networks of an ablation start from fresh weights");
    }
    this.plan = plan;
    this.folder = folder;
    this.seeds = seeds;
    this.variants = variants.stream().map(each -> each.canonical(plan)).distinct().toList();
    this.options =
        options.taughtBy(options.teachers().stream().map(Teacher::rememberingAnswers).toList());
  }

  /** The networks that are compared. */
  public List<Variant> variants() {
    return variants;
  }

  /**
   * Trains what is not trained yet and compares.
   *
   * @param samples with votes
   * @param jobs how many runs are trained side by side, each on its share of the cores
   * @param listener receives the progress
   * @throws IOException if the folder holds runs of another study; then nothing is trained
   */
  public AblationTable run(List<Sample> samples, int jobs, StudyListener listener)
      throws IOException {
    List<StudyRun> runs = StudyRun.all(plan, folder, seeds, variants, samples, options);
    for (StudyRun run : runs) {
      run.requireSame();
    }
    List<Sample> validation = Split.VALIDATION.of(samples);
    List<Sample> training = Split.TRAINING.of(samples);
    if (!plan.teacherViews() && !runs.stream().allMatch(StudyRun::isDone)) {
      for (Teacher teacher : options.teachers()) {
        listener.news("What a teacher says of the training images");
        TrainingListener asking = listener.run("teacher");
        teacher.ask(
            training,
            options.device(),
            done -> asking.imagesAnswered(Trainer.ASKING, done, training.size()));
        // It remembers, for every run.
      }
    }
    new SideBySide(jobs, listener).complete(runs);
    Map<String, Integer> trainedOn = trainedOn(runs);

    listener.news("Speeds of the networks, in turns");
    List<Cost> costs = costs(runs);
    List<AblationTable.Method> methods = new ArrayList<>();
    for (int v = 0; v < variants.size(); v++) {
      methods.add(network(variants.get(v), costs.get(v), runs));
    }
    for (Features features : List.of(new Hog(), new Lbp())) {
      listener.news(features.title());
      methods.add(supportVectors(features, training, validation));
    }
    methods.add(mostFrequentClass(training, validation));
    return new AblationTable(
        plan, taught(validation), trainedOn, seeds, validation.size(), methods);
  }

  /** How many runs were trained on what. */
  private static Map<String, Integer> trainedOn(List<StudyRun> runs) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    for (StudyRun run : runs) {
      counts.merge(TrainedRun.trainedOn(run.folder()), 1, Integer::sum);
    }
    return counts;
  }

  private AblationTable.Taught taught(List<Sample> validation) throws IOException {
    List<Teacher> teachers = options.teachers();
    return new AblationTable.Taught(
        teachers.stream().map(Teacher::sha256).toList(),
        Teacher.trainingImagesOf(teachers).countOf(validation));
  }

  /** By variant. */
  private List<Cost> costs(List<StudyRun> runs) throws IOException {
    List<TrainedRun> first = new ArrayList<>();
    for (StudyRun run : runs.subList(0, variants.size())) {
      first.add(TrainedRun.open(run.folder()));
    }
    return Cost.of(first);
  }

  private static AblationTable.Method network(Variant variant, Cost cost, List<StudyRun> runs)
      throws IOException {
    Map<Integer, List<Judgement>> judgements = new TreeMap<>();
    for (StudyRun run : runs) {
      if (run.variant() == variant) {
        for (int epoch : run.milestones()) {
          judgements.computeIfAbsent(epoch, key -> new ArrayList<>()).add(run.judgement(epoch));
        }
      }
    }
    return new AblationTable.Method(variant.title(), cost, judgements);
  }

  private AblationTable.Method supportVectors(
      Features features, List<Sample> training, List<Sample> validation) {
    LinearSvm votes = LinearSvm.train(features, training, Protocol.FERPLUS_MAJORITY);
    LinearSvm labels = LinearSvm.train(features, training, Protocol.FER2013);
    return conventional(
        features.title(),
        votes.parameters() + labels.parameters(),
        Judgement.of(votes.predict(validation), labels.predict(validation), validation));
  }

  private AblationTable.Method mostFrequentClass(List<Sample> training, List<Sample> validation) {
    return conventional(
        "most frequent class",
        0,
        Judgement.of(
            mostFrequent(Protocol.FERPLUS_MAJORITY, training, validation.size()),
            mostFrequent(Protocol.FER2013, training, validation.size()),
            validation));
  }

  private static int[] mostFrequent(Protocol protocol, List<Sample> training, int answers) {
    float[] counts = new float[protocol.classes().size()];
    training.stream()
        .mapToInt(protocol::labelOf)
        .filter(label -> label >= 0)
        .forEach(label -> counts[label]++);
    int[] same = new int[answers];
    Arrays.fill(same, Predictions.argmax(counts));
    return same;
  }

  /** It does not learn by epochs: it is compared with the networks at the end of their training. */
  private AblationTable.Method conventional(String title, long parameters, Judgement judgement) {
    return new AblationTable.Method(
        title, Cost.of(parameters), Map.of(plan.epochs(), List.of(judgement)));
  }
}
