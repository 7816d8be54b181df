package dev.mien.training.evaluate;

import dev.mien.expression.Emotion;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.SampleGroups;
import dev.mien.training.dataset.Split;
import dev.mien.training.predict.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How one way of asking does on each group of images.
 *
 * @param by the property, in words
 * @param protocol which images counted, with which label
 * @param classes that could be answered
 * @param groups those with at least one image that counts
 */
public record GroupFigures(
    String by, Protocol protocol, List<Emotion> classes, List<Group> groups) {
  /** The difference of smaller groups says nothing. */
  private static final int LEAST_IMAGES = 30;

  /**
   * A group.
   *
   * @param name the value of the property
   * @param evaluation of its images
   * @param uncertain how many answers are less probable than the model's card calls certain
   */
  public record Group(String name, Evaluation evaluation, int uncertain) {
    /** Images that count. */
    public int images() {
      return evaluation.matrix().total();
    }

    /** How often a class was answered. */
    public double answered(int predicted) {
      ConfusionMatrix matrix = evaluation.matrix();
      int count = 0;
      for (int actual = 0; actual < matrix.classes(); actual++) {
        count += matrix.count(actual, predicted);
      }
      return (double) count / images();
    }

    /** The 95 % interval of the share of uncertain answers. */
    public Interval uncertainInterval() {
      return Interval.wilson(uncertain, images());
    }
  }

  /**
   * The largest difference of accuracy between two groups of at least 30 images.
   *
   * @param best the group with the highest accuracy
   * @param worst the one with the lowest
   * @param interval 95 % interval of the difference (Newcombe's hybrid score interval, 1998); it
   *     does not make up for the choice of the two
   */
  public record Difference(Group best, Group worst, Interval interval) {
    /** In shares of 1. */
    public double accuracy() {
      return best.evaluation().matrix().accuracy() - worst.evaluation().matrix().accuracy();
    }
  }

  /**
   * Measures.
   *
   * @param classes that can be answered
   * @param uncertainBelow the probability below which an answer is uncertain
   */
  static GroupFigures of(
      SampleGroups groups,
      Protocol protocol,
      List<Emotion> classes,
      Split split,
      Predictions answers,
      List<Sample> samples,
      double uncertainBelow) {
    List<Group> figures = new ArrayList<>();
    groups
        .members()
        .forEach(
            (name, members) -> {
              List<Sample> own = Arrays.stream(members).mapToObj(samples::get).toList();
              Predictions given = answers.at(members);
              Evaluation evaluation = Evaluation.among(classes, protocol, split, given, own);
              if (evaluation.matrix().total() > 0) {
                double[] confidences = Evaluation.confidences(classes, protocol, given, own);
                figures.add(new Group(name, evaluation, uncertain(confidences, uncertainBelow)));
              }
            });
    return new GroupFigures(groups.by(), protocol, classes, List.copyOf(figures));
  }

  private static int uncertain(double[] confidences, double below) {
    return (int) Arrays.stream(confidences).filter(confidence -> confidence < below).count();
  }

  /** The largest difference, if two groups are large enough. */
  public Optional<Difference> largestDifference() {
    List<Group> large = groups.stream().filter(group -> group.images() >= LEAST_IMAGES).toList();
    if (large.size() < 2) {
      return Optional.empty();
    }
    List<Group> ordered =
        large.stream()
            .sorted(Comparator.comparingDouble(g -> g.evaluation().matrix().accuracy()))
            .toList();
    Group best = ordered.get(ordered.size() - 1);
    Group worst = ordered.get(0);
    return Optional.of(
        new Difference(
            best,
            worst,
            Interval.difference(
                best.evaluation().interval(),
                best.evaluation().matrix().accuracy(),
                worst.evaluation().interval(),
                worst.evaluation().matrix().accuracy())));
  }
}
