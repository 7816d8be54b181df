package dev.mien.training.study;

import dev.mien.training.baseline.Features;
import dev.mien.training.baseline.Hog;
import dev.mien.training.baseline.Lbp;
import dev.mien.training.baseline.LinearSvm;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.ConfusionMatrix;
import dev.mien.training.evaluate.Evaluation;
import dev.mien.training.train.Logits;
import dev.mien.training.train.Precision;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Trains the full network, the networks without one part each and a plain one, all by the same plan
 * with several seeds, and conventional methods beside them; compares them on the validation split.
 * Every run has its folder, so that a study that was interrupted goes on.
 */
public final class Ablation {
  private static final List<Protocol> PROTOCOLS =
      List.of(Protocol.FERPLUS_MAJORITY, Protocol.FER2013);

  private final TrainingPlan plan;
  private final Path folder;
  private final int seeds;
  private final List<Variant> variants;

  /**
   * @param plan of all networks
   * @param folder for the runs
   * @param seeds how often each network is trained; the seeds are 1, 2, …
   * @param variants which networks; the full one comes first
   */
  public Ablation(TrainingPlan plan, Path folder, int seeds, List<Variant> variants) {
    if (seeds < 1 || variants.isEmpty() || variants.get(0) != Variant.FULL) {
      throw new IllegalArgumentException(
          "an ablation needs one seed or more and compares with the full model");
    }
    this.plan = plan;
    this.folder = folder;
    this.seeds = seeds;
    this.variants = List.copyOf(variants);
  }

  /**
   * Trains what is not trained yet and compares.
   *
   * @param samples with votes
   * @param listener hears of every training run
   * @param news hears a line at every step of the study
   */
  public AblationTable run(List<Sample> samples, TrainingListener listener, Consumer<String> news)
      throws IOException {
    List<Sample> validation = Split.VALIDATION.of(samples);
    List<Sample> training = Split.TRAINING.of(samples);
    List<AblationTable.Method> methods = new ArrayList<>();
    for (Variant variant : variants) {
      methods.add(network(variant, samples, validation, listener, news));
    }
    for (Features features : List.of(new Hog(), new Lbp())) {
      news.accept(features.title());
      methods.add(supportVectors(features, training, validation));
    }
    methods.add(majority(training, validation));
    return new AblationTable(plan, seeds, validation.size(), methods);
  }

  private AblationTable.Method network(
      Variant variant,
      List<Sample> samples,
      List<Sample> validation,
      TrainingListener listener,
      Consumer<String> news)
      throws IOException {
    Map<Protocol, List<int[]>> answers = new EnumMap<>(Protocol.class);
    long parameters = 0;
    for (int seed = 1; seed <= seeds; seed++) {
      Path run = folder.resolve(variant.id() + "-" + seed);
      news.accept("%s, seed %d of %d".formatted(variant.title(), seed, seeds));
      Trainer trainer =
          new Trainer(variant.of(plan), run, RunOptions.of(seed, Precision.AUTO).resuming());
      trainer.train(samples, listener);
      TrainedRun trained = TrainedRun.open(run);
      parameters = trained.network().state().parameterCount();
      Logits logits = Logits.of(trained.network(), validation);
      for (Protocol protocol : PROTOCOLS) {
        float[][] rows = protocol.needsVotes() ? logits.votes() : logits.labels();
        int[] said = Arrays.stream(rows).mapToInt(Evaluation::argmax).toArray();
        answers.computeIfAbsent(protocol, key -> new ArrayList<>()).add(said);
      }
    }
    return method(variant.title(), parameters, validation, answers);
  }

  private static AblationTable.Method supportVectors(
      Features features, List<Sample> training, List<Sample> validation) {
    Map<Protocol, List<int[]>> answers = new EnumMap<>(Protocol.class);
    long parameters = 0;
    for (Protocol protocol : PROTOCOLS) {
      LinearSvm svm = LinearSvm.train(features, training, protocol);
      parameters += svm.parameters();
      answers.put(protocol, List.of(svm.predict(validation)));
    }
    return method(features.title(), parameters, validation, answers);
  }

  private static AblationTable.Method majority(List<Sample> training, List<Sample> validation) {
    Map<Protocol, List<int[]>> answers = new EnumMap<>(Protocol.class);
    for (Protocol protocol : PROTOCOLS) {
      float[] counts = new float[protocol.classes().size()];
      training.stream()
          .mapToInt(protocol::labelOf)
          .filter(label -> label >= 0)
          .forEach(label -> counts[label]++);
      int[] said = new int[validation.size()];
      Arrays.fill(said, Evaluation.argmax(counts));
      answers.put(protocol, List.of(said));
    }
    return method("most frequent class", 0, validation, answers);
  }

  private static AblationTable.Method method(
      String title, long parameters, List<Sample> validation, Map<Protocol, List<int[]>> answers) {
    Map<Protocol, Hits> hits = new EnumMap<>(Protocol.class);
    Map<Protocol, Double> macroF1 = new EnumMap<>(Protocol.class);
    answers.forEach(
        (protocol, seeds) -> {
          int[] kept =
              IntStream.range(0, validation.size())
                  .filter(i -> protocol.labelOf(validation.get(i)) >= 0)
                  .toArray();
          boolean[][] right = new boolean[seeds.size()][kept.length];
          double f1 = 0;
          for (int s = 0; s < right.length; s++) {
            ConfusionMatrix matrix = new ConfusionMatrix(protocol.classes().size());
            for (int k = 0; k < kept.length; k++) {
              int label = protocol.labelOf(validation.get(kept[k]));
              matrix.add(label, seeds.get(s)[kept[k]]);
              right[s][k] = seeds.get(s)[kept[k]] == label;
            }
            f1 += matrix.macroF1() / right.length;
          }
          hits.put(protocol, new Hits(right));
          macroF1.put(protocol, f1);
        });
    return new AblationTable.Method(title, parameters, hits, macroF1);
  }
}
