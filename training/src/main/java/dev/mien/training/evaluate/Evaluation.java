package dev.mien.training.evaluate;

import dev.mien.expression.Emotion;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.Votes;
import dev.mien.training.predict.Predictions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How well a model does under one protocol.
 *
 * @param protocol which images counted, with which label
 * @param split which part of the data set
 * @param classes that could be answered, in the order of the matrix
 * @param matrix all counts
 * @param reliability whether confidence means what it says
 * @param riskCoverage what abstention buys
 * @param topTwo the share of images whose label is among the two most probable
 * @param divergence mean Kullback-Leibler divergence of the answers from the shares of FER+'s votes
 *     ({@link Votes#distribution}), in nats, over the images that have shares; NaN where none has
 */
public record Evaluation(
    Protocol protocol,
    Split split,
    List<Emotion> classes,
    ConfusionMatrix matrix,
    Reliability reliability,
    RiskCoverage riskCoverage,
    double topTwo,
    double divergence) {

  /** Evaluates a model's answers: FER2013 by the second head, everything else by the first. */
  public static Evaluation of(
      Protocol protocol, Split split, Predictions answers, List<Sample> samples) {
    float[][] probabilities = protocol.needsVotes() ? answers.ferPlus() : answers.fer2013();
    int[] labels = protocol.labelsOf(samples);
    float[][] votes =
        protocol == Protocol.FERPLUS_MAJORITY || protocol == Protocol.FERPLUS_PLURALITY
            ? samples.stream().map(Sample::votes).map(Evaluation::shares).toArray(float[][]::new)
            : null;
    return of(protocol, split, probabilities, labels, votes, columns(protocol, labels));
  }

  /**
   * Evaluates a model's answers to a folder's images with any of the eight expressions allowed,
   * those included that the folder does not have.
   */
  public static Evaluation free(Split split, Predictions answers, List<Sample> samples) {
    int[] all = IntStream.range(0, Protocol.FOLDER.classes().size()).toArray();
    return of(
        Protocol.FOLDER, split, answers.ferPlus(), Protocol.FOLDER.labelsOf(samples), null, all);
  }

  /**
   * Evaluates a model's answers with these classes allowed, whether or not the samples have them.
   * Without {@linkplain #divergence divergence}.
   */
  public static Evaluation among(
      List<Emotion> classes,
      Protocol protocol,
      Split split,
      Predictions answers,
      List<Sample> samples) {
    float[][] probabilities = protocol.needsVotes() ? answers.ferPlus() : answers.fer2013();
    int[] columns = columns(protocol, classes);
    return of(protocol, split, probabilities, protocol.labelsOf(samples), null, columns);
  }

  /** The index in the protocol's classes of the most probable of these classes. */
  static int answer(List<Emotion> classes, Protocol protocol, float[] probabilities) {
    int[] columns = columns(protocol, classes);
    return columns[Predictions.argmax(project(probabilities, columns))];
  }

  /** The probability of each answer that counts, with these classes allowed. */
  static double[] confidences(
      List<Emotion> classes, Protocol protocol, Predictions answers, List<Sample> samples) {
    float[][] probabilities = protocol.needsVotes() ? answers.ferPlus() : answers.fer2013();
    int[] columns = columns(protocol, classes);
    return IntStream.range(0, samples.size())
        .filter(i -> protocol.labelOf(samples.get(i)) >= 0)
        .mapToObj(i -> project(probabilities[i], columns))
        .mapToDouble(row -> row[Predictions.argmax(row)])
        .toArray();
  }

  /** The classes that can be answered: those of the protocol; in a folder, those that occur. */
  public static List<Emotion> classes(Protocol protocol, List<Sample> samples) {
    return Arrays.stream(columns(protocol, protocol.labelsOf(samples)))
        .mapToObj(protocol.classes()::get)
        .toList();
  }

  private static int[] columns(Protocol protocol, List<Emotion> classes) {
    return classes.stream().mapToInt(protocol.classes()::indexOf).toArray();
  }

  private static float[] shares(@Nullable Votes votes) {
    return votes == null ? new float[Emotion.values().length] : votes.distribution();
  }

  /**
   * Evaluates probabilities.
   *
   * @param probabilities one row per sample, in the order of the protocol's classes
   * @param labels one per sample; -1 leaves the sample out
   */
  public static Evaluation of(
      Protocol protocol, Split split, float[][] probabilities, int[] labels) {
    return of(protocol, split, probabilities, labels, null, columns(protocol, labels));
  }

  private static Evaluation of(
      Protocol protocol,
      Split split,
      float[][] probabilities,
      int[] labels,
      float @Nullable [] @Nullable [] votes,
      int[] columns) {
    int[] kept = IntStream.range(0, labels.length).filter(i -> labels[i] >= 0).toArray();
    ConfusionMatrix matrix = new ConfusionMatrix(columns.length);
    double[] confidences = new double[kept.length];
    boolean[] right = new boolean[kept.length];
    int amongTwo = 0;
    double divergence = 0;
    int voted = 0;
    for (int k = 0; k < kept.length; k++) {
      int i = kept[k];
      float[] row = project(probabilities[i], columns);
      int actual = Arrays.binarySearch(columns, labels[i]);
      int predicted = Predictions.argmax(row);
      matrix.add(actual, predicted);
      confidences[k] = row[predicted];
      right[k] = predicted == actual;
      amongTwo += rank(row, actual) < 2 ? 1 : 0;
      float[] shares = votes == null ? null : votes[i];
      if (shares != null && hasAny(shares)) {
        divergence += divergence(shares, row);
        voted++;
      }
    }
    return new Evaluation(
        protocol,
        split,
        Arrays.stream(columns).mapToObj(protocol.classes()::get).toList(),
        matrix,
        Reliability.of(confidences, right),
        RiskCoverage.of(confidences, right),
        (double) amongTwo / Math.max(1, kept.length),
        voted == 0 ? Double.NaN : divergence / voted);
  }

  /** The classes that can be answered; in a folder, those that occur. */
  private static int[] columns(Protocol protocol, int[] labels) {
    IntStream all = IntStream.range(0, protocol.classes().size());
    return protocol == Protocol.FOLDER
        ? all.filter(c -> Arrays.stream(labels).anyMatch(label -> label == c)).toArray()
        : all.toArray();
  }

  private static float[] project(float[] row, int[] columns) {
    if (columns.length == row.length) {
      return row;
    }
    float[] part = new float[columns.length];
    float sum = 0;
    for (int c = 0; c < columns.length; c++) {
      part[c] = row[columns[c]];
      sum += part[c];
    }
    for (int c = 0; c < columns.length; c++) {
      part[c] = sum > 0 ? part[c] / sum : 1f / columns.length;
    }
    return part;
  }

  private static int rank(float[] row, int label) {
    int before = 0;
    for (int c = 0; c < row.length; c++) {
      before += row[c] > row[label] || (row[c] == row[label] && c < label) ? 1 : 0;
    }
    return before;
  }

  private static boolean hasAny(float[] shares) {
    for (float share : shares) {
      if (share > 0) {
        return true;
      }
    }
    return false;
  }

  private static double divergence(float[] votes, float[] row) {
    double sum = 0;
    for (int c = 0; c < row.length; c++) {
      if (votes[c] > 0) {
        sum += votes[c] * Math.log(votes[c] / Math.max(1e-9, row[c]));
      }
    }
    return sum;
  }

  /** The 95 % interval of the accuracy. */
  public Interval interval() {
    return Interval.wilson(matrix.correct(), matrix.total());
  }

  /** Expected calibration error, 15 bins of equal width. */
  public double calibrationError() {
    return reliability.expectedError();
  }
}
