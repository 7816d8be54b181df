package dev.mien.training.evaluate;

import dev.mien.expression.ClassPrior;
import dev.mien.expression.Emotion;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.face.FaceAligner;
import dev.mien.face.detection.BlazeFaceDetector;
import dev.mien.face.detection.DetectorMode;
import dev.mien.output.Plural;
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
  private final List<Sample> all;
  private final List<Sample> samples;
  private final Options options;
  private final List<Protocol> protocols;
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
    this.all = all;
    for (Map.Entry<String, byte[]> file : this.files.entrySet()) {
      seenBy.put(file.getKey(), trainingImages(file.getKey(), file.getValue()));
    }
    seen = seenBy.values().stream().reduce(ImageFingerprints.NONE, ImageFingerprints::and);
    samples = options.split().of(all);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException(
          "the data has no images in its %s split".formatted(options.split().label()));
    }
    protocols = options.protocols().stream().filter(this::counts).toList();
    if (protocols.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the %s of the %s split has a label of these protocols"
              .formatted(Plural.count(samples.size(), "image"), options.split().label()));
    }
    String by = options.groupBy();
    groups = by == null ? null : SampleGroups.of(samples, by);
  }

  private boolean counts(Protocol protocol) {
    return samples.stream().anyMatch(sample -> protocol.labelOf(sample) >= 0);
  }

  private List<Emotion> classes(Protocol protocol) {
    return Evaluation.classes(protocol, all);
  }

  /** Whether every answer is right because no other is allowed. */
  public boolean hasOneClass() {
    return protocols.contains(Protocol.FOLDER) && classes(Protocol.FOLDER).size() == 1;
  }

  private void noteWhatIsMeasured(List<String> notes) {
    options.protocols().stream()
        .filter(protocol -> !protocols.contains(protocol))
        .forEach(
            protocol -> notes.add(protocol.title() + ": none of the images has a label of it"));
    if (hasOneClass()) {
      notes.add(
          "the data show one expression: where only the classes of the data are allowed every answer is right, and only the row \"free\" says something");
    }
    if (options.aligned()) {
      notes.add(
          "--aligned: each crop was aligned first, as faces in photos are, if one was found; circumstances and attention were measured without");
    }
    if (files.size() > 1) {
      notes.add(
          "all rows that name no model and no ensemble, groups, circumstances, attention and pictures are of the first model, "
              + files.keySet().iterator().next());
    }
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
    return (long) files.size() * samples.size() * views
        + (options.stress() ? (long) Robustness.passes() * samples.size() : 0);
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
    List<String> notes = new ArrayList<>();
    noteWhatIsMeasured(notes);
    seenBy.forEach((name, images) -> noteTrainingImages(name, images, notes));
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
    if (protocols.contains(Protocol.FOLDER)) {
      addPopulations(measurements, plain, card.trainingPrior().orElse(null));
      SequenceVote.of(plain, samples).ifPresent(vote -> measurements.add(measurement(vote)));
    }
    Duplicates duplicates = null;
    List<Sample> training = learntFrom();
    if (options.split() != Split.TRAINING && !training.isEmpty() && !knowsSplit()) {
      duplicates = Duplicates.find(training, samples);
      if (duplicates.rows().size() < samples.size()) {
        measurements.add(without(duplicates, plain));
      }
    }
    List<GroupFigures> byGroup =
        groups == null
            ? List.of()
            : protocols.stream()
                .map(
                    protocol ->
                        GroupFigures.of(
                            groups,
                            protocol,
                            classes(protocol),
                            options.split(),
                            plain,
                            samples,
                            card.uncertainBelow()))
                .toList();
    return extras(models, notes, measurements, duplicates, byGroup, progress);
  }

  private EvaluationReport extras(
      List<EvaluationReport.Model> models,
      List<String> notes,
      List<EvaluationReport.Measurement> measurements,
      @Nullable Duplicates duplicates,
      List<GroupFigures> byGroup,
      IntConsumer progress)
      throws ModelException {
    Map.Entry<String, byte[]> first = files.entrySet().iterator().next();
    Protocol protocol =
        protocols.contains(Protocol.FERPLUS_MAJORITY)
            ? Protocol.FERPLUS_MAJORITY
            : protocols.get(0);
    int threads = Runtime.getRuntime().availableProcessors();
    try (OnnxExpressionModel model =
        OnnxExpressionModel.open(first.getValue(), first.getKey(), threads)) {
      Robustness stress =
          options.stress()
              ? Robustness.of(
                  model, samples, options.split(), protocol, classes(protocol), steps(progress))
              : null;
      AttentionCheck attention =
          AttentionCheck.of(model, samples, protocol, classes(protocol), Cropping.asItIs());
      return new EvaluationReport(
          models,
          options.split(),
          LocalDate.now(ZoneOffset.UTC),
          notes,
          measurements,
          duplicates,
          byGroup,
          stress,
          attention);
    }
  }

  /** Whether most of the images that are measured are among those that the models learnt from. */
  public boolean knowsSplit() {
    return seen.holdMostOf(samples);
  }

  /** The training split, and images of other splits that one of the models was trained on. */
  private List<Sample> learntFrom() {
    return all.stream()
        .filter(sample -> sample.split() != options.split())
        .filter(sample -> sample.split() == Split.TRAINING || seen.contains(sample))
        .toList();
  }

  /** What a model has learnt by heart says nothing about images that it has not seen. */
  private void noteTrainingImages(String name, ImageFingerprints seenByIt, List<String> notes) {
    long known = seenByIt.countOf(samples);
    if (known > 0) {
      notes.add(
          "%,d of the %s are among those that %s was trained on: its figures are too high for images that it has not seen"
              .formatted(known, Plural.count(samples.size(), "image"), name));
    }
  }

  private EvaluationReport.Measurement measurement(SequenceVote vote) {
    return new EvaluationReport.Measurement(
        vote.title() + restricted(), evaluate(vote.answers(), vote.samples()));
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
        all.add(Predictions.of(model, samples, cropping, steps(progress)));
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
          new EvaluationReport.Measurement(how + restricted(), evaluate(answers.get(i), samples)));
    }
    if (answers.size() > 1) {
      measurements.add(
          new EvaluationReport.Measurement(
              "ensemble of %d, %s%s".formatted(answers.size(), views.title(), restricted()),
              evaluate(Predictions.mean(answers), samples)));
    }
  }

  private String restricted() {
    return protocols.contains(Protocol.FOLDER) ? ", restricted to the folder's classes" : "";
  }

  /**
   * A folder may show other classes, and these otherwise distributed, than the training data: with
   * any class allowed, and with the model's prior exchanged.
   */
  private void addPopulations(
      List<EvaluationReport.Measurement> measurements,
      Predictions answers,
      @Nullable ClassPrior trained) {
    measurements.add(
        new EvaluationReport.Measurement(
            "free: any of the eight may be answered",
            List.of(Evaluation.free(options.split(), answers, samples))));
    if (trained != null) {
      ClassPrior occurring = occurring(trained);
      Predictions restricted = answers.withPrior(trained, occurring);
      ClassPrior estimate = ClassPrior.estimate(restricted.scores(), occurring);
      measurements.add(
          new EvaluationReport.Measurement(
              "restricted, uniform prior",
              evaluate(answers.withPrior(trained, ClassPrior.uniform()), samples)));
      measurements.add(
          new EvaluationReport.Measurement(
              "restricted, prior estimated from these answers: " + estimate,
              evaluate(restricted.withPrior(occurring, estimate), samples)));
    }
  }

  /** The training prior of the classes that the folder has, in whichever split. */
  private ClassPrior occurring(ClassPrior trained) {
    int[] labels = Protocol.FOLDER.labelsOf(all);
    double[] shares = trained.toArray();
    for (int c = 0; c < shares.length; c++) {
      int emotion = c;
      if (Arrays.stream(labels).noneMatch(label -> label == emotion)) {
        shares[c] = 0;
      }
    }
    return ClassPrior.of(shares);
  }

  private List<Evaluation> evaluate(Predictions answers, List<Sample> of) {
    return protocols.stream().map(protocol -> evaluate(protocol, answers, of)).toList();
  }

  /** A class of a folder can be answered in a split that happens to have none of it. */
  private Evaluation evaluate(Protocol protocol, Predictions answers, List<Sample> of) {
    return protocol == Protocol.FOLDER
        ? Evaluation.among(classes(protocol), protocol, options.split(), answers, of)
        : Evaluation.of(protocol, options.split(), answers, of);
  }

  private EvaluationReport.Measurement without(Duplicates duplicates, Predictions answers) {
    Set<Integer> twins = duplicates.rows();
    int[] kept =
        IntStream.range(0, samples.size())
            .filter(i -> !twins.contains(samples.get(i).row()) && !seen.contains(samples.get(i)))
            .toArray();
    return new EvaluationReport.Measurement(
        "without images that stand among the training images too",
        evaluate(answers.at(kept), Arrays.stream(kept).mapToObj(samples::get).toList()));
  }
}
