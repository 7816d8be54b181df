package dev.mien.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ClassPriorTest {
  private static final ClassPrior WEB =
      ClassPrior.of(0.35, 0.26, 0.12, 0.12, 0.09, 0.02, 0.03, 0.01);

  /**
   * Answers of a model that is right in its beliefs: one measurement per class, whose likelihood is
   * Gaussian, judged under the training prior. Drawn from faces with another prior.
   */
  private static List<EmotionScores> answers(ClassPrior actual, int faces, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<EmotionScores> answers = new ArrayList<>();
    for (int i = 0; i < faces; i++) {
      int truth = draw(actual, random);
      double[] evidence = new double[8];
      double sum = 0;
      double[] posterior = new double[8];
      for (int c = 0; c < 8; c++) {
        evidence[c] = gaussian(random) + (c == truth ? 1.5 : 0);
      }
      for (int c = 0; c < 8; c++) {
        posterior[c] = WEB.toArray()[c] * Math.exp(1.5 * evidence[c]);
        sum += posterior[c];
      }
      float[] probabilities = new float[8];
      for (int c = 0; c < 8; c++) {
        probabilities[c] = (float) (posterior[c] / sum);
      }
      answers.add(EmotionScores.of(probabilities));
    }
    return answers;
  }

  private static int draw(ClassPrior prior, SplittableRandom random) {
    double left = random.nextDouble();
    int drawn = 0;
    while (drawn < 7 && (left -= prior.toArray()[drawn]) > 0) {
      drawn++;
    }
    return drawn;
  }

  private static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  @Test
  void estimate_ofAShiftedSet_recoversItsPrior() {
    ClassPrior posed = ClassPrior.of(0.05, 0.2, 0.25, 0.1, 0.15, 0.15, 0.05, 0.05);
    ClassPrior estimate = ClassPrior.estimate(answers(posed, 6000, 1), WEB);
    for (Emotion emotion : Emotion.values()) {
      assertThat(estimate.share(emotion))
          .as(emotion.label())
          .isCloseTo(posed.share(emotion), within(0.03));
    }
    assertThat(ClassPrior.estimate(answers(WEB, 6000, 2), WEB).share(Emotion.NEUTRAL))
        .isCloseTo(WEB.share(Emotion.NEUTRAL), within(0.03));
  }

  @Test
  void estimate_ofOneFace_staysNearTheTrainingPrior() {
    ClassPrior estimate = ClassPrior.estimate(answers(ClassPrior.uniform(), 1, 1), WEB);
    for (Emotion emotion : Emotion.values()) {
      assertThat(estimate.share(emotion)).isCloseTo(WEB.share(emotion), within(0.1));
    }
    assertThat(ClassPrior.estimate(List.of(), WEB).share(Emotion.FEAR))
        .isCloseTo(WEB.share(Emotion.FEAR), within(1e-9));
  }

  @Test
  void correction_estimatedAsFacesCome_approachesTheirPrior() throws ModelException {
    ClassPrior posed = ClassPrior.of(0.05, 0.2, 0.25, 0.1, 0.15, 0.15, 0.05, 0.05);
    PriorCorrection correction = PriorCorrection.estimated(card());
    answers(posed, 4000, 3).forEach(correction::apply);
    ClassPrior target = Objects.requireNonNull(correction.target());
    for (Emotion emotion : Emotion.values()) {
      assertThat(target.share(emotion)).isCloseTo(posed.share(emotion), within(0.05));
    }
  }

  private static ModelCard card() throws ModelException {
    ModelCard installed;
    try (OnnxExpressionModel model =
        OnnxExpressionModel.open(InstalledModels.bytes("small"), "small", 1)) {
      installed = model.card();
    }
    return new ModelCard(
        installed.schema(),
        installed.name(),
        installed.labels(),
        installed.labelsFer2013(),
        installed.inputSize(),
        installed.alignment(),
        installed.temperature(),
        installed.temperatureFer2013(),
        installed.uncertainBelow(),
        installed.parameters(),
        installed.data(),
        installed.figures(),
        installed.seed(),
        installed.revision(),
        installed.created(),
        installed.licence(),
        WEB.asMap().values().stream().toList());
  }

  @Test
  void withPrior_dividesByTheOneAndMultipliesWithTheOther() {
    EmotionScores scores = EmotionScores.of(new float[] {0.5f, 0.25f, 0.25f, 0, 0, 0, 0, 0});
    ClassPrior trained = ClassPrior.of(0.5, 0.25, 0.25, 0.1, 0.1, 0.1, 0.1, 0.1);
    EmotionScores corrected = scores.withPrior(trained, ClassPrior.uniform());
    assertThat(corrected.probability(Emotion.NEUTRAL)).isCloseTo(1 / 3.0, within(1e-6));
    assertThat(corrected.probability(Emotion.FEAR)).isZero();
    assertThat(scores.withPrior(trained, trained)).isEqualTo(scores);
    ClassPrior fearOnly = ClassPrior.parse("{\"fear\": 3}");
    assertThat(scores.withPrior(trained, fearOnly).top()).isEqualTo(Emotion.FEAR);
  }

  @Test
  void parse_whatIsNoPrior_saysWhy() {
    assertThat(ClassPrior.parse("{\"happiness\": 3, \"anger\": 1}").share(Emotion.HAPPINESS))
        .isEqualTo(0.75);
    assertThatThrownBy(() -> ClassPrior.parse("[1]")).hasMessageContaining("not a JSON object");
    assertThatThrownBy(() -> ClassPrior.parse("{\"joy\": 1}")).hasMessageContaining("joy");
    assertThatThrownBy(() -> ClassPrior.parse("{\"anger\": -1}")).hasMessageContaining("negative");
    assertThatThrownBy(() -> ClassPrior.parse("{\"anger\": \"x\"}"))
        .hasMessageContaining("no number");
    assertThatThrownBy(() -> ClassPrior.parse("{")).hasMessageContaining("not JSON");
    assertThatThrownBy(() -> ClassPrior.parse("{}")).hasMessageContaining("all shares are 0");
  }
}
