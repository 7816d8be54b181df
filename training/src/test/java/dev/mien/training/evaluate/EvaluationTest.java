package dev.mien.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.expression.Emotion;
import dev.mien.training.dataset.FerReader;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.Votes;
import dev.mien.training.predict.Predictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything here can be worked out by hand. */
final class EvaluationTest {
  private static float[] row(int said, float confidence) {
    float[] row = new float[7];
    java.util.Arrays.fill(row, (1 - confidence) / 6);
    row[said] = confidence;
    return row;
  }

  @Test
  void confusionMatrix_fourAnswers_givesEveryFigure() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    matrix.add(0, 0);
    matrix.add(0, 0);
    matrix.add(0, 1);
    matrix.add(1, 1);
    assertThat(matrix.total()).isEqualTo(4);
    assertThat(matrix.correct()).isEqualTo(3);
    assertThat(matrix.accuracy()).isEqualTo(0.75);
    assertThat(matrix.precision(0)).isEqualTo(1);
    assertThat(matrix.recall(0)).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(matrix.f1(0)).isCloseTo(0.8, within(1e-12));
    assertThat(matrix.precision(1)).isEqualTo(0.5);
    assertThat(matrix.recall(1)).isEqualTo(1);
    assertThat(matrix.f1(1)).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(matrix.macroF1()).isCloseTo((0.8 + 2.0 / 3) / 2, within(1e-12));
    assertThat(matrix.weightedF1()).isCloseTo((3 * 0.8 + 2.0 / 3) / 4, within(1e-12));
    assertThat(matrix.macroPrecision()).isEqualTo(0.75);
    assertThat(matrix.macroRecall()).isCloseTo(5.0 / 6, within(1e-12));
  }

  @Test
  void confusionMatrix_classThatNeverComes_isLeftOutOfMeans() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    matrix.add(0, 0);
    assertThat(matrix.precision(2)).isZero();
    assertThat(matrix.f1(2)).isZero();
    matrix.add(1, 2);
    assertThat(matrix.macroF1()).isCloseTo(0.5, within(1e-12));
    assertThat(matrix.macroRecall()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void wilson_knownCase_isRight() {
    // 81 of 263, a textbook case of Newcombe (1998).
    Interval interval = Interval.wilson(81, 263);
    assertThat(interval.low()).isCloseTo(0.2553, within(1e-4));
    assertThat(interval.high()).isCloseTo(0.3662, within(1e-4));
    assertThat(Interval.wilson(0, 10).low()).isZero();
    assertThat(Interval.wilson(10, 10).high()).isCloseTo(1, within(1e-12));
  }

  @Test
  void evaluation_leavesOutWhatTheProtocolLeavesOut() {
    Evaluation evaluation =
        Evaluation.of(
            Protocol.FER2013,
            Split.TEST,
            new float[][] {row(0, 0.9f), row(1, 0.9f), row(2, 0.5f)},
            new int[] {0, -1, 3});
    assertThat(evaluation.matrix().total()).isEqualTo(2);
    assertThat(evaluation.matrix().accuracy()).isEqualTo(0.5);
    // 0.9 and right: off by 0.1. 0.5 and wrong: off by 0.5. Half of the answers each.
    assertThat(evaluation.calibrationError()).isCloseTo(0.3, within(1e-6));
  }

  @Test
  void table_namesProtocolIntervalAndClasses() {
    String table =
        EvaluationTable.of(
            Evaluation.of(
                Protocol.FER2013, Split.TEST, new float[][] {row(0, 0.9f)}, new int[] {0}));
    assertThat(table)
        .contains("FER2013, original labels, test split, 1 image\n")
        .contains("accuracy 100.00 %   (95 % interval 20.65 to 100.00)")
        .contains("disgust");
  }

  @Test
  void picture_isDrawnForEveryProtocol() {
    for (Protocol protocol : Protocol.values()) {
      float[] probabilities = new float[protocol.classes().size()];
      probabilities[0] = 1;
      Evaluation evaluation =
          Evaluation.of(protocol, Split.TEST, new float[][] {probabilities}, new int[] {0});
      assertThat(ConfusionPicture.draw(evaluation).getWidth()).isGreaterThan(200);
    }
  }

  @Test
  void evaluation_labelAmongTheTwoMostProbable_countsForTopTwo() {
    float[] close = {0.4f, 0.35f, 0.25f, 0, 0, 0, 0};
    Evaluation evaluation =
        Evaluation.of(
            Protocol.FER2013, Split.TEST, new float[][] {close, close, close}, new int[] {0, 1, 2});
    assertThat(evaluation.topTwo()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(evaluation.divergence()).isNaN();
  }

  @Test
  void evaluation_votes_measureTheDivergence() {
    Sample sample =
        new Sample(0, new byte[48 * 48], 3, Votes.unanimous(Emotion.HAPPINESS), Split.TEST);
    float[] half = {0.5f, 0.5f, 0, 0, 0, 0, 0, 0};
    Evaluation evaluation =
        Evaluation.of(
            Protocol.FERPLUS_MAJORITY,
            Split.TEST,
            new Predictions(new float[][] {half}, new float[][] {new float[7]}),
            List.of(sample));
    assertThat(evaluation.divergence()).isCloseTo(Math.log(2), within(1e-6));
  }

  @Test
  void evaluation_votesThatNameTooSeldomAnExpression_areNotAgreement(@TempDir Path folder)
      throws IOException {
    Path data =
        Files.writeString(
            folder.resolve("data.csv"),
            "emotion,pixels,Usage\n6," + "0 ".repeat(48 * 48).strip() + ",PrivateTest\n");
    Path votes =
        Files.writeString(
            folder.resolve("votes.csv"),
            "neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n4,0,0,0,0,0,0,0,3,3\n");
    Sample vague = FerReader.read(data, votes).get(0);
    Sample clear =
        new Sample(0, new byte[48 * 48], 3, Votes.unanimous(Emotion.HAPPINESS), Split.TEST);
    float[] half = {0.5f, 0.5f, 0, 0, 0, 0, 0, 0};
    Evaluation evaluation =
        Evaluation.of(
            Protocol.FERPLUS_PLURALITY,
            Split.TEST,
            new Predictions(new float[][] {half, half}, new float[][] {new float[7], new float[7]}),
            List.of(clear, vague));
    assertThat(evaluation.matrix().total()).isEqualTo(2);
    assertThat(evaluation.divergence()).isCloseTo(Math.log(2), within(1e-6));
  }

  @Test
  void evaluation_folder_answersOnlyWithClassesThatOccur() {
    float[] fear = {0, 0.3f, 0, 0.1f, 0, 0, 0.6f, 0};
    Evaluation evaluation =
        Evaluation.of(Protocol.FOLDER, Split.TEST, new float[][] {fear, fear}, new int[] {1, 3});
    assertThat(evaluation.classes()).containsExactly(Emotion.HAPPINESS, Emotion.SADNESS);
    assertThat(evaluation.matrix().accuracy()).isEqualTo(0.5);
    assertThat(evaluation.reliability().bins().get(0).confidence()).isCloseTo(0.75, within(1e-6));
  }

  @Test
  void riskCoverage_answersThatKnowWhenTheyAreRight_startsHighAndEndsAtTheAccuracy() {
    double[] confidences = new double[100];
    boolean[] right = new boolean[100];
    for (int i = 0; i < 100; i++) {
      confidences[i] = i / 100.0;
      right[i] = i >= 40;
    }
    RiskCoverage curve = RiskCoverage.of(confidences, right);
    assertThat(curve.points()).hasSize(20);
    assertThat(curve.points().get(0)).isEqualTo(new RiskCoverage.Point(0.05, 1, 0.95));
    assertThat(curve.points().get(11).accuracy()).isEqualTo(1);
    assertThat(curve.points().get(19).accuracy()).isCloseTo(0.6, within(1e-12));
    assertThat(curve.area()).isBetween(0.05, 0.15);
  }

  @Test
  void riskCoverage_fewAnswers_isACurveToo() {
    RiskCoverage curve = RiskCoverage.of(new double[] {0.9, 0.2}, new boolean[] {true, false});
    assertThat(curve.points()).extracting(RiskCoverage.Point::coverage).containsExactly(0.5, 1.0);
  }
}
