package dev.mien.training.train;

import dev.mien.training.dataset.Batch;
import dev.mien.training.dataset.DataLoader;
import dev.mien.training.dataset.ImageFingerprints;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.Targets;
import dev.mien.training.network.HybridNet;
import dev.mien.training.network.ModelMetadata;
import dev.mien.training.network.PretrainedWeights;
import dev.mien.training.predict.Predictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/**
 * Trains a {@link HybridNet} by a {@link TrainingPlan} and leaves a folder behind: {@code
 * plan.json}, {@code run.json}, {@code data.json}, {@code log.jsonl}, {@code last.safetensors}
 * (everything, to go on from) and {@code best.safetensors} (the averaged weights of the best epoch
 * on the validation split; of the last epoch if that split has fewer than {@value
 * #LEAST_VALIDATION} images).
 *
 * <p>A run that was interrupted and resumed makes the same weights as one that was not: all
 * randomness depends on seed, epoch and step, and a checkpoint holds weights, their average and the
 * momentum. What is lost is at most the epoch that was under way, and short ones of the 20 seconds
 * before. Not thread-safe.
 */
public final class Trainer {
  /**
   * With fewer validation images the last epoch's weights are taken: the best of several epochs
   * would be the luckiest one (one standard error of 300 images is two points).
   */
  public static final int LEAST_VALIDATION = 300;

  /** On so many faces normalisations are measured when a run starts from a model file. */
  private static final int START_FACES = 512;

  /** Epochs that take less than this are not saved one by one: 20 seconds. */
  private static final long LONGEST_LOSS_NANOS = 20_000_000_000L;

  private static final String PLAN = "plan.json";

  /** What a listener hears while a teacher answers. */
  public static final String ASKING = "Asking the teacher";

  private final TrainingPlan plan;
  private final Path folder;
  private final RunOptions options;
  private final RunInfo info;
  private final TrainingLog log;
  private final HybridNet network;
  private final HybridNet average;
  private final Optimizer optimizer;
  private final Tensor epochs;

  /**
   * @param folder where the run lives; made when the training begins, if it is not there
   * @throws IOException if the folder holds another run, or its checkpoint cannot be read
   * @throws IllegalArgumentException if the device is not there or too many stages are to be frozen
   */
  public Trainer(TrainingPlan plan, Path folder, RunOptions options) throws IOException {
    this.plan = plan;
    this.folder = folder;
    this.options = options;
    info = requireSame(plan, folder, options);
    DeviceType device = options.device().resolve();
    epochs = torch.zeros(1);
    network = new HybridNet(plan.network(), options.seed(), device);
    average = new HybridNet(plan.network(), options.seed(), device);
    network.freezeStages(options.frozenStages());
    optimizer = Optimizer.of(plan, network.state());
    if (Files.exists(folder.resolve(Checkpoint.LAST))) {
      try (AutoGradMode off = new AutoGradMode(false)) {
        Checkpoint.load(folder.resolve(Checkpoint.LAST), everything());
      }
    }
    log = new TrainingLog(folder, (int) epochs.item_float());
    network.state().setPrecision(info.scalarType());
  }

  /** Refuses a folder that holds another run than one of this plan with these options. */
  private static RunInfo requireSame(TrainingPlan plan, Path folder, RunOptions options)
      throws IOException {
    RunFile.requireWritable(folder);
    Checkpoint.refuseOld(folder);
    if (Files.exists(folder.resolve(Checkpoint.LAST)) && !options.resume()) {
      throw new IOException(
          folder + " already holds a run: continue it with --resume or name another folder");
    }
    DeviceType device = options.device().resolve();
    // A run that was stopped in its first epoch has no checkpoint, but it was begun.
    RunInfo earlier = options.resume() && RunInfo.isIn(folder) ? RunInfo.read(folder) : null;
    Precision asked = options.precision();
    RunInfo info =
        RunInfo.of(
            options, (earlier == null ? asked : earlier.precisionOr(asked)).scalarType(device));
    if (earlier != null) {
      info.requireSame(earlier, folder);
      if (!Files.readString(folder.resolve(PLAN)).equals(plan.toJson())) {
        throw new IOException(
            folder
                + " was begun by another plan, for another number of epochs, or by a version that read the plan otherwise: give those (train --resume finds them by itself), or name another folder");
      }
    }
    return info;
  }

  /**
   * Refuses a folder that holds a run which is not the one that would go on there; writes nothing.
   *
   * @param samples of which the run learns and on which it is measured
   * @throws IOException if another run is there, or one cannot be made there
   */
  public static void requireSame(
      TrainingPlan plan, Path folder, RunOptions options, List<Sample> samples) throws IOException {
    requireSame(plan, folder, options);
    if (options.resume() && RunData.isIn(folder)) {
      RunData.of(samples).requireSame(RunData.read(folder), folder);
    }
  }

  /** How many epochs are done. */
  public int epochsDone() {
    return log.results().size();
  }

  /** The results of the epochs that are done. */
  public List<EpochResult> results() {
    return log.results();
  }

  /**
   * The epoch whose weights {@code best.safetensors} holds: of those that are done, the best on the
   * validation split, or the last one if that split is too small to choose by.
   *
   * @param validation how many images the validation split has
   * @throws IllegalStateException if no epoch is done
   */
  public EpochResult chosenEpoch(int validation) {
    if (validation < LEAST_VALIDATION && epochsDone() > 0) {
      return results().get(epochsDone() - 1);
    }
    return results().stream()
        .max(Comparator.comparingDouble(EpochResult::selection))
        .orElseThrow(() -> new IllegalStateException("no epoch is done"));
  }

  /** The network under training. */
  public HybridNet network() {
    return network;
  }

  /**
   * Trains until the plan's epochs are done. The validation split may be empty, if there is nothing
   * to choose: then the log says NaN. A run that starts from a model passes over 500 training
   * images or fewer several times in an epoch.
   *
   * @throws DivergedException if the loss is no longer a number; the last good checkpoint stays
   */
  public void train(List<Sample> samples, TrainingListener listener) throws IOException {
    List<Sample> given = Split.TRAINING.of(samples);
    List<Sample> training = options.from() == null ? given : FineTuning.epochOf(given);
    List<Sample> validation = Split.VALIDATION.of(samples);
    if (training.isEmpty()) {
      throw new IOException("the data holds no images for training");
    }
    RunData data = RunData.of(samples);
    if (options.resume() && RunData.isIn(folder)) {
      data.requireSame(RunData.read(folder), folder);
    } else if (epochsDone() > 0) {
      TrainedRun.requireTrainingImages(folder, trainingImages(given));
    }
    begin(data, given);
    if (epochsDone() >= plan.epochs()) {
      return;
    }
    Targets targets = Targets.of(training, plan.labelSmoothing());
    List<HybridNet> teachers = new ArrayList<>();
    if (plan.teacherViews()) {
      for (Teacher teacher : options.teachers()) {
        HybridNet opened = teacher.network(options.device());
        opened.state().setPrecision(network.state().precision());
        teachers.add(opened);
      }
    } else if (!options.teachers().isEmpty()) {
      targets = targets.blend(askTeachers(training, listener), plan.teacherWeight());
    }
    DataLoader source =
        new DataLoader(training, targets, plan.augmentation(), plan.batchSize(), options.seed());
    if (epochsDone() == 0) {
      start(training, targets);
    }
    EpochTraining pass =
        new EpochTraining(
            plan,
            source,
            new Loss(plan, targets, network.state()),
            network,
            average,
            teachers,
            optimizer);
    long saved = System.nanoTime() - LONGEST_LOSS_NANOS;
    for (int epoch = epochsDone(); epoch < plan.epochs(); epoch++) {
      long start = System.nanoTime();
      listener.epochStarted(epoch, source.batchesPerEpoch());
      double meanLoss = pass.train(epoch, listener);
      double trained = (System.nanoTime() - start) / 1e9;
      Logits logits = Logits.of(average, validation);
      EpochResult result =
          new EpochResult(
              epoch + 1,
              meanLoss,
              plan.learningRateAt(epoch + 1),
              logits.accuracy(validation, Protocol.FERPLUS_MAJORITY),
              logits.accuracy(validation, Protocol.FER2013),
              logits.loss(Targets.of(validation, 0)),
              (System.nanoTime() - start) / 1e9,
              (double) source.batchesPerEpoch() * plan.batchSize() / trained,
              Device.of(options.device().resolve()));
      if (validation.size() < LEAST_VALIDATION
          || log.results().stream().allMatch(earlier -> earlier.selection() < result.selection())) {
        Checkpoint.save(folder.resolve(Checkpoint.BEST), average.state().tensors());
      }
      // The log runs ahead: what it holds beyond the checkpoint is cut off when the run goes on.
      log.append(result);
      keep(epoch + 1);
      if (epoch + 1 == plan.epochs() || System.nanoTime() - saved >= LONGEST_LOSS_NANOS) {
        epochs.fill_(new Scalar(epoch + 1));
        Checkpoint.save(folder.resolve(Checkpoint.LAST), everything());
        saved = System.nanoTime();
      }
      listener.epochFinished(result);
    }
  }

  /** Writes what the run is, once nothing of it was refused. */
  private void begin(RunData data, List<Sample> given) throws IOException {
    Files.createDirectories(folder);
    if (epochsDone() == 0) {
      CompleteFile.write(
          folder.resolve(PLAN), unfinished -> Files.writeString(unfinished, plan.toJson()));
      TrainedRun.writeTrainingImages(folder, trainingImages(given));
    }
    info.write(folder);
    data.write(folder);
    log.cut();
  }

  /** What the teachers say, averaged; asked once, of the images as they are. */
  private Targets askTeachers(List<Sample> training, TrainingListener listener) throws IOException {
    List<Predictions> all = new ArrayList<>();
    for (Teacher teacher : options.teachers()) {
      all.add(
          teacher.ask(
              training,
              options.device(),
              done -> listener.imagesAnswered(ASKING, done, training.size())));
    }
    Predictions mean = Predictions.mean(all);
    return new Targets(mean.ferPlus(), mean.fer2013());
  }

  /** Those of this run, and those that the model to start from has seen before. */
  private ImageFingerprints trainingImages(List<Sample> given) {
    byte[] from = options.from();
    ImageFingerprints own = ImageFingerprints.of(given);
    return from == null ? own : own.and(ModelMetadata.trainingImages(from));
  }

  /** Takes over the weights of the model to start from, if there is one. */
  private void start(List<Sample> training, Targets targets) throws IOException {
    byte[] from = options.from();
    if (from == null) {
      return;
    }
    PretrainedWeights weights = new PretrainedWeights(from);
    int count = Math.min(START_FACES, training.size());
    Batch faces =
        new DataLoader(training, targets, plan.augmentation(), count, options.seed()).batch(0, 0);
    for (HybridNet each : List.of(network, average)) {
      try (PointerScope scope = new PointerScope()) {
        each.start(weights, each.state().tensor(faces.faces(), count, 1, Sample.SIZE, Sample.SIZE));
      }
    }
  }

  /** Keeps the averaged weights of the last epochs, if asked to. */
  private void keep(int epoch) throws IOException {
    if (options.keep() > 0) {
      Checkpoint.save(folder.resolve(keptFile(epoch)), average.state().tensors());
      TrainedRun.deleteKept(folder, epoch - options.keep());
    }
  }

  static String keptFile(int epoch) {
    return "epoch-%03d.safetensors".formatted(epoch);
  }

  private Map<String, Tensor> everything() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    all.put("epochs", epochs);
    network.state().tensors().forEach((name, tensor) -> all.put("network." + name, tensor));
    average.state().tensors().forEach((name, tensor) -> all.put("average." + name, tensor));
    optimizer.state().forEach((name, tensor) -> all.put("optimizer." + name, tensor));
    return all;
  }
}
