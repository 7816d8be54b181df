package dev.mien.training.audit;

import dev.mien.training.audit.LeakTable.Figure;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.network.NetworkPlan;
import dev.mien.training.train.Device;
import dev.mien.training.train.Logits;
import dev.mien.training.train.Precision;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Trains a small network for a minute, to see what it makes of a mistake.
 *
 * @param folder for the runs
 * @param images how many it learns from
 * @param tested how many an epoch is judged by where one is chosen
 * @param epochs of each run
 * @param runs among which one is chosen
 */
record ShortTraining(Path folder, int images, int tested, int epochs, int runs) {

  /** As short as shows something on FER2013. */
  static ShortTraining in(Path folder) {
    return new ShortTraining(folder, 2000, 300, 12, 4);
  }

  private TrainingPlan plan() throws IOException {
    TrainingPlan plan = TrainingPlan.open("ablation");
    NetworkPlan full = plan.network();
    NetworkPlan small =
        new NetworkPlan(
            full.inputSize(),
            8,
            new int[] {16, 32, 64},
            new int[] {1, 1, 1},
            full.multiScale(),
            full.attention(),
            full.residual(),
            full.activation(),
            0,
            0);
    return plan.withNetwork(small).withEpochs(epochs);
  }

  private TrainedRun train(String name, int seed, List<Sample> training, int kept)
      throws IOException {
    Path run = folder.resolve(name);
    RunOptions options = RunOptions.of(seed, Precision.AUTO).keeping(kept);
    List<Sample> samples = training.stream().map(sample -> sample.in(Split.TRAINING)).toList();
    new Trainer(plan(), run, options).train(samples, new TrainingListener() {});
    return TrainedRun.open(run);
  }

  /**
   * Trains on the first list and tests on the second, by the last epoch's weights.
   *
   * @param name of the run's folder
   */
  Figure test(String how, String name, List<List<Sample>> split) throws IOException {
    return figure(how, train(name, 1, split.get(0), 0), split.get(1));
  }

  private static Figure figure(String how, TrainedRun run, List<Sample> tested) {
    double accuracy = Logits.of(run.network(), tested).accuracy(tested, Protocol.FER2013);
    return new Figure(how, (int) Math.round(accuracy * tested.size()), tested.size());
  }

  /**
   * The test accuracy of the epoch and run that validation chose, and of those that the test chose.
   */
  List<Figure> choose(List<Sample> training, List<Sample> validation, List<Sample> test)
      throws IOException {
    Figure bestValidation = new Figure("", -1, 1);
    Figure chosen = bestValidation;
    Figure best = bestValidation;
    for (int seed = 1; seed <= runs; seed++) {
      String name = "choose-" + seed;
      train(name, seed, training, epochs);
      for (int epoch = 1; epoch <= epochs; epoch++) {
        TrainedRun run = TrainedRun.openEpoch(folder.resolve(name), epoch, Device.AUTO);
        Figure validated = figure("", run, validation);
        Figure tested = figure("", run, test);
        if (validated.right() > bestValidation.right()) {
          bestValidation = validated;
          chosen = tested;
        }
        best =
            Stream.of(best, tested).reduce((a, b) -> b.right() > a.right() ? b : a).orElseThrow();
      }
    }
    return List.of(
        new Figure("chosen by validation", chosen.right(), chosen.images()),
        new Figure("chosen by test", best.right(), best.images()));
  }
}
