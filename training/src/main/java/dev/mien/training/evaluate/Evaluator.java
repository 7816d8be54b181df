package dev.mien.training.evaluate;

import dev.mien.expression.Emotion;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.face.FaceAligner;
import dev.mien.face.detection.BlazeFaceDetector;
import dev.mien.face.detection.DetectorMode;
import dev.mien.training.dataset.ImageFingerprints;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.SampleGroups;
import dev.mien.training.dataset.Split;
import dev.mien.training.network.ModelMetadata;
import dev.mien.training.predict.Cropping;
import dev.mien.training.predict.Predictions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Measures model files on one split, in every way that was asked for, the plain one first. */
public final class Evaluator {
  private final Map<String, byte[]> files;
  private final Map<String, ImageFingerprints> seenBy = new LinkedHashMap<>();
  private final ImageFingerprints seen;
  private final EvaluationSet set;
  private final Options options;
  private final @Nullable SampleGroups groups;

  /**
   * What to do.
   *
   * @param split which part of the data
   * @param protocols one or more
   * @param aligned whether crops are aligned first, as faces in photos are
   * @param flip whether to ask of mirror images too
   * @param tenCrop whether to ask of ten crops too
   * @param stress whether to ask of corrupted faces too
   * @param groupBy by what to divide the images, as {@link SampleGroups#of} takes it, or null
   */
  public record Options(
      Split split,
      List<Protocol> protocols,
      boolean aligned,
      boolean flip,
      boolean tenCrop,
      boolean stress,
      @Nullable String groupBy) {

    List<TestTimeAugmentation> views() {
      List<TestTimeAugmentation> views = new ArrayList<>(List.of(TestTimeAugmentation.ONE));
      if (flip) {
        views.add(TestTimeAugmentation.FLIP);
      }
      if (tenCrop) {
        views.add(TestTimeAugmentation.TEN_CROP);
      }
      return views;
    }
  }

  /**
   * Prepares.
   *
   * @param files the models by name; several are examined one by one and as an ensemble
   * @param all samples of all splits
   * @throws IllegalArgumentException if the split is empty, none of its images counts, or none has
   *     the property to group by
   * @throws ModelException if a file is not an ONNX model
   */
  public Evaluator(Map<String, byte[]> files, List<Sample> all, Options options)
      throws ModelException {
    this.files = new LinkedHashMap<>(files);
    this.options = options;
    for (Map.Entry<String, byte[]> file : this.files.entrySet()) {
      seenBy.put(file.getKey(), trainingImages(file.getKey(), file.getValue()));
    }
    seen = seenBy.values().stream().reduce(ImageFingerprints.NONE, ImageFingerprints::and);
    set = new EvaluationSet(all, options.split(), options.protocols());
    String by = options.groupBy();
    groups = by == null ? null : SampleGroups.of(set.samples(), by);
  }

  /** Whether every answer is right because no other is allowed. */
  public boolean hasOneClass() {
    return set.hasOneClass();
  }

  private static ImageFingerprints trainingImages(String name, byte[] file) throws ModelException {
    try {
      return ModelMetadata.trainingImages(file);
    } catch (IllegalArgumentException e) {
      throw new ModelException(name + " is not a model or is damaged: " + e.getMessage(), e);
    }
  }

  /** How many faces models will be asked of, for a progress bar. */
  public long faces() {
    long views =
        options.views().stream().mapToLong(view -> view.of(Cropping.asItIs()).size()).sum();
    return set.samples().size()
        * (files.size() * views + (options.stress() ? Robustness.passes() : 0));
  }

  /**
   * Measures.
   *
   * @param progress receives the number of further faces that are done
   * @throws ModelException if a file is not a model
   */
  public EvaluationReport run(IntConsumer progress) throws ModelException {
    Map<TestTimeAugmentation, List<Predictions>> answers = new LinkedHashMap<>();
    List<EvaluationReport.Model> models = new ArrayList<>();
    ModelCard first = null;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      models.add(describe(file.getKey(), file.getValue()));
      int threads = Runtime.getRuntime().availableProcessors();
      try (OnnxExpressionModel model =
          OnnxExpressionModel.open(file.getValue(), file.getKey(), threads)) {
        first = first == null ? model.card() : first;
        for (TestTimeAugmentation views : options.views()) {
          answers.computeIfAbsent(views, key -> new ArrayList<>()).add(ask(model, views, progress));
        }
      }
    }
    List<EvaluationReport.Measurement> measurements = new ArrayList<>();
    answers.forEach((views, each) -> addMeasurements(measurements, views, each));
    Predictions plain = answers.getOrDefault(TestTimeAugmentation.ONE, List.of()).get(0);
    ModelCard card = Objects.requireNonNull(first); // There is a model.
    if (set.has(Protocol.FOLDER)) {
      measurements.addAll(FolderFigures.of(set, plain, card.trainingPrior().orElse(null)));
    }
    Duplicates duplicates = null;
    List<Sample> training = learntFrom();
    if (set.split() != Split.TRAINING && !training.isEmpty() && !knowsSplit()) {
      duplicates = Duplicates.find(training, set.samples());
      if (duplicates.rows().size() < set.samples().size()) {
        measurements.add(without(duplicates, plain));
      }
    }
    List<GroupFigures> byGroup =
        groups == null
            ? List.of()
            : set.protocols().stream()
                .map(
                    protocol ->
                        GroupFigures.of(
                            groups,
                            protocol,
                            set.classes(protocol),
                            set.split(),
                            plain,
                            set.samples(),
                            card.uncertainBelow()))
                .toList();
    return extras(models, measurements, duplicates, byGroup, progress);
  }

  private EvaluationReport extras(
      List<EvaluationReport.Model> models,
      List<EvaluationReport.Measurement> measurements,
      @Nullable Duplicates duplicates,
      List<GroupFigures> byGroup,
      IntConsumer progress)
      throws ModelException {
    Map.Entry<String, byte[]> first = files.entrySet().iterator().next();
    Protocol protocol = set.firstProtocol();
    List<Emotion> classes = set.classes(protocol);
    int threads = Runtime.getRuntime().availableProcessors();
    try (OnnxExpressionModel model =
        OnnxExpressionModel.open(first.getValue(), first.getKey(), threads)) {
      Robustness stress =
          options.stress()
              ? Robustness.of(model, set.samples(), set.split(), protocol, classes, steps(progress))
              : null;
      AttentionCheck attention =
          AttentionCheck.of(model, set.samples(), protocol, classes, Cropping.asItIs());
      return new EvaluationReport(
          models,
          set.split(),
          LocalDate.now(ZoneOffset.UTC),
          EvaluationNotes.of(options, set, seenBy),
          measurements,
          duplicates,
          byGroup,
          stress,
          attention);
    }
  }

  /** Whether most of the images that are measured are among those that the models learnt from. */
  public boolean knowsSplit() {
    return seen.holdMostOf(set.samples());
  }

  /** The training split, and images of other splits that one of the models was trained on. */
  private List<Sample> learntFrom() {
    return set.all().stream()
        .filter(sample -> sample.split() != set.split())
        .filter(sample -> sample.split() == Split.TRAINING || seen.contains(sample))
        .toList();
  }

  private static EvaluationReport.Model describe(String name, byte[] file) throws ModelException {
    try (OnnxExpressionModel single = OnnxExpressionModel.open(file, name, 1)) {
      return new EvaluationReport.Model(
          single.card().name(),
          name,
          InstalledModels.sha256(file),
          ModelSize.of(file),
          Latency.milliseconds(single));
    }
  }

  private Predictions ask(
      OnnxExpressionModel model, TestTimeAugmentation views, IntConsumer progress) {
    ModelCard card = model.card();
    List<Predictions> all = new ArrayList<>();
    try (BlazeFaceDetector detector =
        options.aligned() ? new BlazeFaceDetector(DetectorMode.NEAR) : null) {
      Cropping base =
          detector == null
              ? Cropping.asItIs()
              : Cropping.aligned(detector, new FaceAligner(card.alignment(), card.inputSize()));
      for (Cropping cropping : views.of(base)) {
        all.add(Predictions.of(model, set.samples(), cropping, steps(progress)));
      }
    }
    return Predictions.mean(all);
  }

  /** Turns "so many are done in all" into "so many more are done". */
  private static IntConsumer steps(IntConsumer progress) {
    int[] before = {0};
    return done -> {
      progress.accept(done - before[0]);
      before[0] = done;
    };
  }

  private void addMeasurements(
      List<EvaluationReport.Measurement> measurements,
      TestTimeAugmentation views,
      List<Predictions> answers) {
    List<String> names = List.copyOf(files.keySet());
    for (int i = 0; i < answers.size(); i++) {
      String how = names.size() == 1 ? views.title() : names.get(i) + ", " + views.title();
      measurements.add(
          new EvaluationReport.Measurement(how + restricted(), set.evaluate(answers.get(i))));
    }
    if (answers.size() > 1) {
      measurements.add(
          new EvaluationReport.Measurement(
              "ensemble of %d, %s%s".formatted(answers.size(), views.title(), restricted()),
              set.evaluate(Predictions.mean(answers))));
    }
  }

  private String restricted() {
    return set.has(Protocol.FOLDER) ? FolderFigures.RESTRICTED : "";
  }

  private EvaluationReport.Measurement without(Duplicates duplicates, Predictions answers) {
    Set<Integer> twins = duplicates.rows();
    List<Sample> samples = set.samples();
    int[] kept =
        IntStream.range(0, samples.size())
            .filter(i -> !twins.contains(samples.get(i).row()) && !seen.contains(samples.get(i)))
            .toArray();
    return new EvaluationReport.Measurement(
        "without images that stand among the training images too",
        set.evaluate(answers.at(kept), Arrays.stream(kept).mapToObj(samples::get).toList()));
  }
}
