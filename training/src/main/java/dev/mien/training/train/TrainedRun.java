package dev.mien.training.train;

import dev.mien.training.dataset.ImageFingerprints;
import dev.mien.training.network.HybridNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a training run: the averaged weights of its best epoch.
 *
 * @param plan that it was trained by
 * @param seed that it was trained with
 * @param network ready for inference
 * @param trainingImages that it, and the model that it started from, learnt from; none if its
 *     folder does not say
 */
public record TrainedRun(
    TrainingPlan plan, long seed, HybridNet network, ImageFingerprints trainingImages) {
  private static final String TRAINING_IMAGES = "training-images.txt";

  /**
   * Opens the folder that a {@link Trainer} left, finished or not.
   *
   * @throws IOException if there is no run or it has not finished an epoch
   */
  public static TrainedRun open(Path folder) throws IOException {
    return open(folder, Device.CPU);
  }

  /** As {@link #open(Path)}, with the network on another device. */
  public static TrainedRun open(Path folder, Device device) throws IOException {
    return open(folder, Checkpoint.BEST, device);
  }

  /**
   * The averaged weights as they were after an epoch.
   *
   * @param epoch counted from 1
   * @param device of the network
   * @throws IOException if the run did not keep them ({@link RunOptions#keep})
   */
  public static TrainedRun openEpoch(Path folder, int epoch, Device device) throws IOException {
    return open(folder, Trainer.keptFile(epoch), device);
  }

  private static TrainedRun open(Path folder, String weights, Device device) throws IOException {
    Path planFile = folder.resolve("plan.json");
    if (!Files.isRegularFile(planFile)) {
      throw new IOException(folder + " does not hold a training run");
    }
    Checkpoint.refuseOld(folder);
    TrainingPlan plan = TrainingPlan.parse(Files.readString(planFile));
    long seed = RunInfo.read(folder).seed();
    HybridNet network = new HybridNet(plan.network(), seed, device.resolve());
    try (AutoGradMode off = new AutoGradMode(false)) {
      Checkpoint.load(folder.resolve(weights), network.state().tensors());
    }
    network.state().infer();
    return new TrainedRun(plan, seed, network, readTrainingImages(folder));
  }

  static void writeTrainingImages(Path folder, ImageFingerprints images) throws IOException {
    CompleteFile.write(
        folder.resolve(TRAINING_IMAGES),
        unfinished -> Files.writeString(unfinished, images.toText()));
  }

  /** Refuses to go on with a run of an earlier version that learnt from other images. */
  static void requireTrainingImages(Path folder, ImageFingerprints images) throws IOException {
    ImageFingerprints earlier = readTrainingImages(folder);
    if (earlier.size() > 0 && !earlier.toText().equals(images.toText())) {
      throw new IOException(folder + " was begun with other training images: give the same --data");
    }
  }

  /** How many epochs a run has done. */
  public static int epochsDone(Path folder) throws IOException {
    return TrainingLog.epochsIn(folder);
  }

  /**
   * What trained a run: a device, or several if it went on elsewhere, and an arithmetic, such as
   * "cpu in bf16"; "unknown" for what its folder does not say.
   *
   * @throws IOException if a file of the folder is damaged
   */
  public static String trainedOn(Path folder) throws IOException {
    String devices =
        new TrainingLog(folder, epochsDone(folder))
            .results().stream()
                .map(result -> word(result.device()))
                .distinct()
                .collect(Collectors.joining(" and "));
    return "%s in %s"
        .formatted(
            devices.isEmpty() ? word(null) : devices, word(RunInfo.read(folder).precision()));
  }

  private static String word(@Nullable Enum<?> value) {
    return value == null ? "unknown" : value.name().toLowerCase(Locale.ROOT);
  }

  /** The images that a run, and the model that it started from, learnt from. */
  static ImageFingerprints readTrainingImages(Path folder) throws IOException {
    Path file = folder.resolve(TRAINING_IMAGES);
    try {
      return Files.isRegularFile(file)
          ? ImageFingerprints.parse(Files.readString(file))
          : ImageFingerprints.NONE;
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  /**
   * The mean of the weights of the epochs that the run kept (Izmailov et al., UAI 2018), in place
   * of the best epoch's.
   *
   * @throws IOException if the run kept none, or did not keep its last
   */
  public static TrainedRun openAverage(Path folder) throws IOException {
    TrainedRun run = open(folder);
    List<Path> kept = kept(folder);
    if (kept.isEmpty()) {
      throw new IOException(folder + " kept no epochs: train with --keep N");
    }
    int last = epochOf(kept.get(kept.size() - 1));
    if (last < epochsDone(folder)) {
      throw new IOException(
          "%s kept epochs up to %d of %d: it went on without --keep, and their mean is none of its end"
              .formatted(folder, last, epochsDone(folder)));
    }
    HybridNet one = new HybridNet(run.plan().network(), run.seed());
    try (AutoGradMode off = new AutoGradMode(false)) {
      Map<String, Tensor> mean = run.network().state().tensors();
      for (int i = 0; i < kept.size(); i++) {
        Checkpoint.load(kept.get(i), one.state().tensors());
        Scalar share = new Scalar(1.0 / (i + 1));
        Map<String, Tensor> loaded = one.state().tensors();
        mean.forEach((name, tensor) -> tensor.lerp_(loaded.get(name), share));
      }
    }
    return run;
  }

  /** Deletes the weights of the epochs that the run kept. */
  public static void deleteKept(Path folder) throws IOException {
    deleteKept(folder, Integer.MAX_VALUE);
  }

  /** Deletes those of the epochs up to one of them. */
  static void deleteKept(Path folder, int upTo) throws IOException {
    for (Path file : kept(folder)) {
      if (epochOf(file) <= upTo) {
        Files.delete(file);
      }
    }
  }

  private static int epochOf(Path kept) {
    return Integer.parseInt(String.valueOf(kept.getFileName()).replaceAll("\\D", ""));
  }

  /**
   * How many stages of the model that a run began from stayed as they were; empty if the folder
   * holds no run.
   *
   * @throws IOException if a file of the folder is damaged
   */
  public static OptionalInt frozenStages(Path folder) throws IOException {
    return RunInfo.isIn(folder)
        ? OptionalInt.of(RunInfo.read(folder).frozenStages())
        : OptionalInt.empty();
  }

  private static List<Path> kept(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches("epoch-\\d+\\.safetensors"))
          .sorted(Comparator.comparingInt(TrainedRun::epochOf))
          .toList();
    }
  }
}
