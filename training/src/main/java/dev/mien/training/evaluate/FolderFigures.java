package dev.mien.training.evaluate;

import dev.mien.expression.ClassPrior;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.predict.Predictions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is measured of a folder of images beside its own classes: it may show other classes, and
 * these otherwise distributed, than the training data, and its images may be frames of sequences.
 */
final class FolderFigures {
  /** What is added to the title of a figure of which only the folder's classes can be answers. */
  static final String RESTRICTED = ", restricted to the folder's classes";

  private FolderFigures() {}

  /**
   * With any class allowed, with the model's prior exchanged, and one answer a sequence.
   *
   * @param trained the model's prior, or null if it is not known
   */
  static List<EvaluationReport.Measurement> of(
      EvaluationSet set, Predictions answers, @Nullable ClassPrior trained) {
    List<EvaluationReport.Measurement> measurements = new ArrayList<>();
    measurements.add(
        new EvaluationReport.Measurement(
            "free: any of the eight may be answered",
            List.of(Evaluation.free(set.split(), answers, set.samples()))));
    if (trained != null) {
      measurements.addAll(withOtherPriors(set, answers, trained));
    }
    SequenceVote.of(answers, set.samples())
        .ifPresent(
            vote ->
                measurements.add(
                    new EvaluationReport.Measurement(
                        vote.title() + RESTRICTED, set.evaluate(vote.answers(), vote.samples()))));
    return measurements;
  }

  private static List<EvaluationReport.Measurement> withOtherPriors(
      EvaluationSet set, Predictions answers, ClassPrior trained) {
    ClassPrior occurring = occurring(set, trained);
    Predictions restricted = answers.withPrior(trained, occurring);
    ClassPrior estimate = ClassPrior.estimate(restricted.scores(), occurring);
    return List.of(
        new EvaluationReport.Measurement(
            "restricted, uniform prior",
            set.evaluate(answers.withPrior(trained, ClassPrior.uniform()))),
        new EvaluationReport.Measurement(
            "restricted, prior estimated from these answers: " + estimate,
            set.evaluate(restricted.withPrior(occurring, estimate))));
  }

  /** The training prior of the classes that the folder has, in whichever split. */
  private static ClassPrior occurring(EvaluationSet set, ClassPrior trained) {
    int[] labels = Protocol.FOLDER.labelsOf(set.all());
    double[] shares = trained.toArray();
    for (int c = 0; c < shares.length; c++) {
      int emotion = c;
      if (Arrays.stream(labels).noneMatch(label -> label == emotion)) {
        shares[c] = 0;
      }
    }
    return ClassPrior.of(shares);
  }
}
