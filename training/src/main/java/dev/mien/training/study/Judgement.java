package dev.mien.training.study;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Targets;
import dev.mien.training.evaluate.ConfusionMatrix;
import dev.mien.training.evaluate.Corruption;
import dev.mien.training.network.HybridNet;
import dev.mien.training.predict.Predictions;
import dev.mien.training.train.CompleteFile;
import dev.mien.training.train.Logits;
import dev.mien.training.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How one trained network, or one conventional method, does on every image of the validation split.
 *
 * @param figures by metric, one figure per image that counts for it; a conventional method has the
 *     two accuracies only
 * @param macroF1 FER+ strict majority
 */
record Judgement(Map<Metric, double[]> figures, double macroF1) {
  private static final JsonMapper JSON = new JsonMapper();

  /** What a listener hears while a network is judged. */
  private static final String JUDGING = "Judging the network";

  /**
   * Runs a network over the split, in all {@link Circumstances}.
   *
   * @param listener hears how many images were answered for; what it throws ends the judging
   */
  static Judgement of(HybridNet network, List<Sample> validation, TrainingListener listener) {
    Map<Metric, double[]> figures = new EnumMap<>(Metric.class);
    int size = validation.size();
    int total =
        Arrays.stream(Circumstances.values())
            .mapToInt(each -> size * each.corruptions().size())
            .reduce(size, Integer::sum);
    Logits clean =
        Logits.of(network, validation, done -> listener.imagesAnswered(JUDGING, done, total));
    figures.putAll(figures(clean, validation, Circumstances.NONE));
    int views = 1;
    for (Circumstances circumstances : Circumstances.values()) {
      List<Corruption> corruptions = circumstances.corruptions();
      for (Corruption corruption : corruptions) {
        int before = size * views++;
        Logits logits =
            Logits.of(
                network,
                corruption.apply(validation, Corruption.MIDDLE),
                done -> listener.imagesAnswered(JUDGING, before + done, total));
        figures(logits, validation, circumstances)
            .forEach((metric, each) -> add(figures, metric, each, corruptions.size()));
      }
    }
    return new Judgement(figures, macroF1(validation, clean));
  }

  private static Map<Metric, double[]> figures(
      Logits logits, List<Sample> validation, Circumstances circumstances) {
    return Map.of(
        circumstances.ferPlus(),
        Predictions.right(Protocol.FERPLUS_MAJORITY, validation, logits.ferPlus()),
        circumstances.fer2013(),
        Predictions.right(Protocol.FER2013, validation, logits.fer2013()),
        circumstances.loss(),
        logits.losses(Targets.of(validation, 0)));
  }

  /** Judges a conventional method by its answers, one class index per image and protocol. */
  static Judgement of(int[] votes, int[] labels, List<Sample> validation) {
    Map<Metric, double[]> figures = new EnumMap<>(Metric.class);
    figures.put(Metric.FERPLUS_ACCURACY, right(Protocol.FERPLUS_MAJORITY, validation, votes));
    figures.put(Metric.FER2013_ACCURACY, right(Protocol.FER2013, validation, labels));
    return new Judgement(figures, macroF1(validation, votes));
  }

  /** Adds one of several parts of a mean. */
  private static void add(Map<Metric, double[]> figures, Metric metric, double[] part, int parts) {
    double[] sum = figures.computeIfAbsent(metric, key -> new double[part.length]);
    for (int i = 0; i < part.length; i++) {
      sum[i] += part[i] / parts;
    }
  }

  private static double macroF1(List<Sample> samples, Logits logits) {
    return macroF1(
        samples, Arrays.stream(logits.ferPlus()).mapToInt(Predictions::argmax).toArray());
  }

  /** 1 or 0 for every image that counts in the protocol. */
  private static double[] right(Protocol protocol, List<Sample> samples, int[] answers) {
    return counted(protocol, samples)
        .mapToDouble(i -> protocol.labelOf(samples.get(i)) == answers[i] ? 1 : 0)
        .toArray();
  }

  private static double macroF1(List<Sample> samples, int[] votes) {
    Protocol protocol = Protocol.FERPLUS_MAJORITY;
    ConfusionMatrix matrix = new ConfusionMatrix(protocol.classes().size());
    counted(protocol, samples).forEach(i -> matrix.add(protocol.labelOf(samples.get(i)), votes[i]));
    return matrix.macroF1();
  }

  private static IntStream counted(Protocol protocol, List<Sample> samples) {
    return IntStream.range(0, samples.size()).filter(i -> protocol.labelOf(samples.get(i)) >= 0);
  }

  double[] figures(Metric metric) {
    return Objects.requireNonNull(figures.get(metric));
  }

  /** Writes the judgement so that {@link #read} finds it, whole or not at all. */
  void write(Path file) throws IOException {
    String json = JSON.writeValueAsString(this);
    CompleteFile.write(file, unfinished -> Files.writeString(unfinished, json));
  }

  static Judgement read(Path file) throws IOException {
    return JSON.readValue(Files.readString(file), Judgement.class);
  }
}
