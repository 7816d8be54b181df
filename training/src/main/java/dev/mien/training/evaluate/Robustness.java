package dev.mien.training.evaluate;

import dev.mien.expression.Emotion;
import dev.mien.expression.ExpressionModel;
import dev.mien.face.AlignedFace;
import dev.mien.geometry.Similarity;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.predict.Cropping;
import dev.mien.training.predict.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * How a model holds in different circumstances: one split under every {@link Corruption} in every
 * grade.
 *
 * @param protocol which images counted, with which label
 * @param clean accuracy without corruption
 * @param cells one per corruption and grade
 */
public record Robustness(Protocol protocol, double clean, List<Cell> cells) {

  /**
   * One corruption in one grade.
   *
   * @param corruption what was done
   * @param grade from 0, mild, to 2, severe
   * @param accuracy under it
   * @param interval 95 %
   * @param calibrationError under it
   */
  public record Cell(
      Corruption corruption,
      int grade,
      double accuracy,
      Interval interval,
      double calibrationError) {}

  /**
   * Runs the protocol.
   *
   * @param samples of one split
   * @param classes that can be answered
   * @param progress receives the number of faces done so far
   */
  static Robustness of(
      ExpressionModel model,
      List<Sample> samples,
      Split split,
      Protocol protocol,
      List<Emotion> classes,
      IntConsumer progress) {
    List<Sample> counted = samples.stream().filter(s -> protocol.labelOf(s) >= 0).toList();
    Predictions plain = Predictions.of(model, counted, Cropping.asItIs(), progress);
    double clean = Evaluation.among(classes, protocol, split, plain, counted).matrix().accuracy();
    List<Cell> cells = new ArrayList<>();
    for (Corruption corruption : Corruption.values()) {
      for (int grade = 0; grade < Corruption.GRADES; grade++) {
        int strength = grade;
        int before = (cells.size() + 1) * counted.size();
        Cropping corrupted =
            sample ->
                new AlignedFace(
                    Sample.SIZE,
                    corruption.apply(sample.pixels(), sample.row(), strength),
                    Similarity.IDENTITY);
        Predictions answers =
            Predictions.of(model, counted, corrupted, done -> progress.accept(before + done));
        Evaluation evaluation = Evaluation.among(classes, protocol, split, answers, counted);
        cells.add(
            new Cell(
                corruption,
                grade,
                evaluation.matrix().accuracy(),
                evaluation.interval(),
                evaluation.calibrationError()));
      }
    }
    return new Robustness(protocol, clean, List.copyOf(cells));
  }

  /** How many passes over the samples the protocol takes. */
  public static int passes() {
    return 1 + Corruption.values().length * Corruption.GRADES;
  }

  /** Mean accuracy over the {@linkplain Corruption#STRESS twelve corruptions} at one grade. */
  public double mean(int grade) {
    return cells.stream()
        .filter(cell -> cell.grade() == grade && Corruption.STRESS.contains(cell.corruption()))
        .mapToDouble(Cell::accuracy)
        .average()
        .orElse(Double.NaN);
  }

  /** The cells of one corruption, mild to severe. */
  public List<Cell> of(Corruption corruption) {
    return cells.stream().filter(cell -> cell.corruption() == corruption).toList();
  }
}
