package dev.mien.training.export;

import dev.mien.expression.Emotion;
import dev.mien.expression.ModelCard;
import dev.mien.face.AlignmentTemplate;
import dev.mien.training.dataset.ImageFingerprints;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.Targets;
import dev.mien.training.network.ModelMetadata;
import dev.mien.training.train.Logits;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns a training run into one self-describing ONNX file: calibrates it on the validation split,
 * writes the graph and the card, and lets it pass only if ONNX Runtime computes what PyTorch
 * computes.
 */
public final class ModelExporter {
  private static final int PARITY_FACES = 64;

  private ModelExporter() {}

  /**
   * Exports. The run's network is as it was afterwards.
   *
   * @param samples the data; of the training split only classes and fingerprints are taken
   * @return the content of the file
   * @throws ParityException if the file does not compute what the network computes
   * @throws IOException if the data has no validation split
   */
  public static byte[] export(TrainedRun run, List<Sample> samples, Provenance provenance)
      throws IOException {
    return export(run, run, samples, provenance);
  }

  /**
   * Exports a run that learnt from the validation split, too, with the calibration of a run of the
   * same plan that did not.
   *
   * @param calibrated the run whose answers on the validation split decide on class balance,
   *     temperatures and threshold
   */
  public static byte[] export(
      TrainedRun run, TrainedRun calibrated, List<Sample> samples, Provenance provenance)
      throws IOException {
    List<Sample> validation = Split.VALIDATION.of(samples);
    if (validation.isEmpty()) {
      throw new IOException("the data has no validation split to calibrate on");
    }
    if (!calibrated.plan().toJson().equals(run.plan().toJson())) {
      throw new IOException(
          "the run to calibrate by is one of another plan, or of another number of epochs");
    }
    if (calibrated.seed() != run.seed()) {
      throw new IOException("the run to calibrate by is one of another seed");
    }
    Logits logits = Logits.of(calibrated.network(), validation);
    double[] prior = prior(Split.TRAINING.of(samples));
    ClassBalance balance = balance(prior, logits, validation);
    Logits balanced = new Logits(balance.apply(logits.ferPlus()), logits.fer2013());
    ModelCard card =
        card(
            run,
            provenance,
            balance,
            Calibration.fit(balanced, validation),
            expected(prior, balance, run.plan().logitAdjustment()));
    run.network().shiftVotes(balance.offsets());
    try {
      ImageFingerprints seen = trainingImages(run, samples);
      byte[] model = write(run, card, seen);
      List<Sample> compared = validation.subList(0, Math.min(PARITY_FACES, validation.size()));
      ParityCheck.require(run.network(), model, compared.stream().map(Sample::pixels).toList());
      return CardFigures.record(
          model, CardFigures.measure(model, seen, samples, provenance.protocols()));
    } finally {
      run.network().shiftVotes(balance.negated());
    }
  }

  /** Exports a network as it is, neither calibrated nor compared: to measure what it costs. */
  public static byte[] uncalibrated(TrainedRun run, Provenance provenance) {
    return write(
        run,
        card(run, provenance, ClassBalance.NONE, Calibration.NONE, List.of()),
        run.trainingImages());
  }

  private static ModelCard card(
      TrainedRun run,
      Provenance provenance,
      ClassBalance balance,
      Calibration calibration,
      List<Double> prior) {
    return new ModelCard(
        1,
        provenance.name(),
        Arrays.stream(Emotion.values()).map(Emotion::label).toList(),
        Emotion.FER2013_ORDER.stream().map(Emotion::label).toList(),
        run.plan().network().inputSize(),
        AlignmentTemplate.FER2013,
        calibration.temperature(),
        calibration.temperatureFer2013(),
        calibration.uncertainBelow(),
        run.network().state().parameterCount(),
        provenance.data() + balance.inWords(),
        List.of(),
        run.seed(),
        provenance.revision(),
        LocalDate.now(ZoneOffset.UTC).toString(),
        "Apache-2.0",
        prior);
  }

  /** The share of each of the eight in training; null if the training split has no votes. */
  private static double @Nullable [] prior(List<Sample> training) {
    return training.stream().anyMatch(sample -> sample.votes() != null)
        ? Targets.prior(Targets.of(training, 0).ferPlus())
        : null;
  }

  /** How often the model expects each of the eight; empty if that is not known. */
  private static List<Double> expected(
      double @Nullable [] prior, ClassBalance balance, double adjustment) {
    return prior == null
        ? List.of()
        : Arrays.stream(balance.expected(prior, adjustment).toArray()).boxed().toList();
  }

  /** Chosen where there are enough images with votes to choose by. */
  private static ClassBalance balance(
      double @Nullable [] prior, Logits logits, List<Sample> validation) {
    int[] majority = Protocol.FERPLUS_MAJORITY.labelsOf(validation);
    long labelled = Arrays.stream(majority).filter(label -> label >= 0).count();
    return labelled >= Trainer.LEAST_VALIDATION && prior != null
        ? ClassBalance.choose(logits.ferPlus(), majority, prior)
        : ClassBalance.NONE;
  }

  /** Runs of earlier versions do not say what they learnt from. */
  private static ImageFingerprints trainingImages(TrainedRun run, List<Sample> samples) {
    return run.trainingImages().size() > 0
        ? run.trainingImages()
        : ImageFingerprints.of(Split.TRAINING.of(samples));
  }

  private static byte[] write(TrainedRun run, ModelCard card, ImageFingerprints seen) {
    Map<String, String> metadata = new TreeMap<>(Map.of(ModelCard.METADATA_KEY, card.toJson()));
    if (seen.size() > 0) {
      metadata.put(ModelMetadata.TRAINING_IMAGES, seen.toText());
    }
    return run.network().export(card.temperature(), card.temperatureFer2013()).toModel(metadata);
  }
}
