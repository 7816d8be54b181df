package dev.mien.training.study;

import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One training of an {@link Ablation}, in a folder of its own. It is judged by the averaged weights
 * as they were after certain epochs, whether or not these were its best; the judgements stay in the
 * folder, the weights of the epochs do not.
 *
 * @param variant of the network
 * @param seed of weights, order and augmentation
 * @param plan of the full network
 * @param milestones the epochs after which it is judged, ascending; the last is the plan's last
 * @param folder of the run
 * @param samples with their splits
 * @param options of the run but for its seed, of whose last epochs all are kept
 */
record StudyRun(
    Variant variant,
    int seed,
    TrainingPlan plan,
    List<Integer> milestones,
    Path folder,
    List<Sample> samples,
    RunOptions options)
    implements SideBySide.Run {

  @Override
  public String title() {
    return variant.title() + ", seed " + seed;
  }

  @Override
  public boolean isDone() {
    return milestones.stream().allMatch(epoch -> Files.isRegularFile(file(epoch)));
  }

  /** Refuses a folder that holds another run; writes nothing. */
  void requireSame() throws IOException {
    Trainer.requireSame(variant.of(plan), folder, runOptions(), samples);
  }

  private RunOptions runOptions() {
    return options.seeded(seed).resuming().keeping(plan.epochs());
  }

  @Override
  public void complete(TrainingListener listener) throws IOException {
    if (isDone()) {
      return;
    }
    Trainer trainer = new Trainer(variant.of(plan), folder, runOptions());
    trainer.train(samples, listener);
    List<Sample> validation = Split.VALIDATION.of(samples);
    for (int epoch : milestones) {
      if (!Files.isRegularFile(file(epoch))) {
        TrainedRun trained = TrainedRun.openEpoch(folder, epoch, options.device());
        Judgement.of(trained.network(), validation, listener).write(file(epoch));
      }
    }
    TrainedRun.deleteKept(folder);
  }

  Judgement judgement(int epoch) throws IOException {
    return Judgement.read(file(epoch));
  }

  private Path file(int epoch) {
    return folder.resolve("judged-%03d.json".formatted(epoch));
  }

  /** All runs, the first seed of every variant first. */
  static List<StudyRun> all(
      TrainingPlan plan,
      Path folder,
      int seeds,
      List<Variant> variants,
      List<Sample> samples,
      RunOptions options) {
    List<Integer> milestones =
        Stream.of(plan.epochs() / 4, plan.epochs() / 2, plan.epochs())
            .filter(epoch -> epoch > 0)
            .distinct()
            .toList();
    return Stream.iterate(1, seed -> seed <= seeds, seed -> seed + 1)
        .flatMap(
            seed ->
                variants.stream()
                    .map(
                        variant ->
                            new StudyRun(
                                variant,
                                seed,
                                plan,
                                milestones,
                                folder.resolve(variant.id() + "-" + seed),
                                samples,
                                options)))
        .toList();
  }
}
