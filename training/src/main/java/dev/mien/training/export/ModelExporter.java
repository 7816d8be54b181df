package dev.mien.training.export;

import dev.mien.expression.Emotion;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.OnnxExpressionModel;
import dev.mien.face.AlignmentTemplate;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.Targets;
import dev.mien.training.evaluate.Answers;
import dev.mien.training.evaluate.Cropping;
import dev.mien.training.evaluate.Evaluation;
import dev.mien.training.train.Logits;
import dev.mien.training.train.TrainedRun;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
   * @param samples the data; the training split is only counted
   * @return the content of the file
   * @throws ParityException if the file does not compute what the network computes
   * @throws IOException if the data has no validation split
   */
  public static byte[] export(TrainedRun run, List<Sample> samples, Provenance provenance)
      throws IOException {
    List<Sample> validation = Split.VALIDATION.of(samples);
    if (validation.isEmpty()) {
      throw new IOException("the data has no validation split to calibrate on");
    }
    Logits logits = Logits.of(run.network(), validation);
    ClassBalance balance = balance(samples, logits, validation);
    Logits balanced = new Logits(balance.apply(logits.ferPlus()), logits.fer2013());
    ModelCard card =
        card(
            run,
            provenance,
            balance,
            Calibration.fit(balanced, validation),
            expected(samples, balance));
    run.network().shiftVotes(balance.offsets());
    try {
      byte[] model = write(run, card);
      List<Sample> compared = validation.subList(0, Math.min(PARITY_FACES, validation.size()));
      ParityCheck.require(run.network(), model, compared.stream().map(Sample::pixels).toList());
      return write(run, card.withFigures(figures(model, validation, provenance.protocols())));
    } finally {
      run.network().shiftVotes(balance.negated());
    }
  }

  /** Exports a network as it is, neither calibrated nor compared: to measure what it costs. */
  public static byte[] uncalibrated(TrainedRun run, Provenance provenance) {
    return write(run, card(run, provenance, ClassBalance.NONE, Calibration.NONE, List.of()));
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

  /** How often the model expects each of the eight; empty if the training split has no votes. */
  private static List<Double> expected(List<Sample> samples, ClassBalance balance) {
    float[][] votes = Targets.of(Split.TRAINING.of(samples), 0).ferPlus();
    boolean known = Arrays.stream(votes).anyMatch(ModelExporter::hasMass);
    return known
        ? Arrays.stream(balance.expected(Targets.prior(votes)).toArray()).boxed().toList()
        : List.of();
  }

  private static boolean hasMass(float[] row) {
    for (float share : row) {
      if (share > 0) {
        return true;
      }
    }
    return false;
  }

  /** Chosen where there are votes to choose by. */
  private static ClassBalance balance(
      List<Sample> samples, Logits logits, List<Sample> validation) {
    int[] majority = Protocol.FERPLUS_MAJORITY.labelsOf(validation);
    List<Sample> training = Split.TRAINING.of(samples);
    boolean votes = Arrays.stream(majority).anyMatch(label -> label >= 0);
    return votes && !training.isEmpty()
        ? ClassBalance.choose(
            logits.ferPlus(), majority, Targets.prior(Targets.of(training, 0).ferPlus()))
        : ClassBalance.NONE;
  }

  private static byte[] write(TrainedRun run, ModelCard card) {
    return run.network()
        .export(card.temperature(), card.temperatureFer2013())
        .toModel(Map.of(ModelCard.METADATA_KEY, card.toJson()));
  }

  private static List<ModelCard.Figure> figures(
      byte[] model, List<Sample> validation, List<Protocol> protocols) throws ModelException {
    try (OnnxExpressionModel onnx = OnnxExpressionModel.open(model, "the exported model", 1)) {
      Answers answers = Answers.of(onnx, validation, Cropping.asItIs(), done -> {});
      return protocols.stream()
          .map(protocol -> Evaluation.of(protocol, Split.VALIDATION, answers, validation))
          .map(CardFigures::of)
          .toList();
    }
  }
}
