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
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Turns a training run into one self-describing ONNX file: calibrates it on the validation split,
 * writes the graph and the card, and lets it pass only if ONNX Runtime computes what PyTorch
 * computes.
 */
public final class ModelExporter {
  private static final int PARITY_FACES = 64;

  private ModelExporter() {}

  /**
   * Exports.
   *
   * @param name that the model will carry
   * @param samples the data; only the validation split is used
   * @param revision of the source
   * @return the content of the file
   * @throws ParityException if the file does not compute what the network computes
   * @throws IOException if the data has no validation split
   */
  public static byte[] export(TrainedRun run, String name, List<Sample> samples, String revision)
      throws IOException {
    List<Sample> validation =
        samples.stream().filter(sample -> sample.split() == Split.VALIDATION).toList();
    if (validation.isEmpty()) {
      throw new IOException("the data has no validation split to calibrate on");
    }
    Logits logits = Logits.of(run.network(), validation);
    int[] majority = validation.stream().mapToInt(Protocol.FERPLUS_MAJORITY::labelOf).toArray();
    int[] labels = validation.stream().mapToInt(Protocol.FER2013::labelOf).toArray();
    boolean hasVotes = Arrays.stream(majority).anyMatch(label -> label >= 0);
    ClassBalance balance = balance(samples, logits, majority);
    run.network().shiftVotes(balance.offsets());
    float[][] votes = balance.apply(logits.votes());
    double voteTemperature = hasVotes ? TemperatureScaling.fit(votes, majority) : 1;
    double labelTemperature = TemperatureScaling.fit(logits.labels(), labels);
    float[][] calibrated =
        Arrays.stream(votes)
            .map(row -> Logits.softmax(row, voteTemperature))
            .toArray(float[][]::new);
    double uncertainBelow = hasVotes ? Abstention.threshold(calibrated, majority) : 0;
    ModelCard card =
        new ModelCard(
            1,
            name,
            Arrays.stream(Emotion.values()).map(Emotion::label).toList(),
            Emotion.FER2013_ORDER.stream().map(Emotion::label).toList(),
            run.plan().network().inputSize(),
            AlignmentTemplate.FER2013,
            voteTemperature,
            labelTemperature,
            uncertainBelow,
            run.network().state().parameterCount(),
            data(hasVotes, balance),
            List.of(),
            run.seed(),
            revision,
            LocalDate.now(ZoneOffset.UTC).toString(),
            "Apache-2.0");
    byte[] model = write(run, card);
    ParityCheck.require(
        run.network(), model, validation.stream().limit(PARITY_FACES).map(Sample::pixels).toList());
    return write(run, card.withFigures(figures(model, validation, hasVotes)));
  }

  /** Chosen where there are FER+ votes to choose by. */
  private static ClassBalance balance(List<Sample> samples, Logits logits, int[] majority) {
    List<Sample> training =
        samples.stream().filter(sample -> sample.split() == Split.TRAINING).toList();
    boolean votes = Arrays.stream(majority).anyMatch(label -> label >= 0);
    return votes && !training.isEmpty()
        ? ClassBalance.choose(
            logits.votes(), majority, Targets.prior(Targets.of(training, 0).votes()))
        : new ClassBalance(0, new float[Emotion.values().length]);
  }

  private static String data(boolean hasVotes, ClassBalance balance) {
    if (!hasVotes) {
      return "FER2013 training split, its labels";
    }
    return "FER2013 training split, FER+ votes and FER2013 labels"
        + (balance.share() > 0
            ? String.format(
                Locale.ROOT,
                "; %.2f of the log class frequencies taken off the vote logits, chosen on the validation split",
                balance.share())
            : "");
  }

  private static byte[] write(TrainedRun run, ModelCard card) {
    return run.network()
        .export(card.temperature(), card.temperatureFer2013())
        .toModel(Map.of(ModelCard.METADATA_KEY, card.toJson()));
  }

  private static List<ModelCard.Figure> figures(
      byte[] model, List<Sample> validation, boolean hasVotes) throws ModelException {
    try (OnnxExpressionModel onnx = OnnxExpressionModel.open(model, "the exported model", 1)) {
      Answers answers = Answers.of(onnx, validation, Cropping.asItIs(), done -> {});
      return Stream.of(Protocol.FER2013, Protocol.FERPLUS_MAJORITY, Protocol.FERPLUS_PLURALITY)
          .filter(protocol -> hasVotes || !protocol.needsVotes())
          .map(protocol -> Evaluation.of(protocol, Split.VALIDATION, answers, validation))
          .map(CardFigures::of)
          .toList();
    }
  }
}
