package dev.mien.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class EmotionScoresTest {
  private static final float[] HALF_HAPPY_HALF_CONTEMPT = {0, .5f, 0, 0, 0, 0, 0, .5f};

  @Test
  void ambiguity_certainAndEven_isZeroAndOne() {
    assertThat(EmotionScores.of(new float[] {0, 0, 1, 0, 0, 0, 0, 0}).ambiguity()).isZero();
    float eighth = 1f / 8;
    assertThat(
            EmotionScores.of(
                    new float[] {eighth, eighth, eighth, eighth, eighth, eighth, eighth, eighth})
                .ambiguity())
        .isCloseTo(1, within(1e-9));
    assertThat(EmotionScores.of(HALF_HAPPY_HALF_CONTEMPT).ambiguity())
        .isCloseTo(1.0 / 3, within(1e-9));
  }

  @Test
  void top_ofEquals_isTheFirst() {
    assertThat(EmotionScores.of(HALF_HAPPY_HALF_CONTEMPT).top()).isEqualTo(Emotion.HAPPINESS);
  }

  @Test
  void valenceAndArousal_areTheWeighedMeanOfTheCircumplex() {
    EmotionScores scores = EmotionScores.of(new float[] {.5f, .5f, 0, 0, 0, 0, 0, 0});
    assertThat(scores.valence()).isCloseTo(0.4, within(1e-9));
    assertThat(scores.arousal()).isCloseTo(0.25, within(1e-9));
  }

  @Test
  void withoutContempt_scalesTheOthers() {
    EmotionScores seven = EmotionScores.of(HALF_HAPPY_HALF_CONTEMPT).withoutContempt();
    assertThat(seven.probability(Emotion.HAPPINESS)).isEqualTo(1);
    assertThat(seven.probability(Emotion.CONTEMPT)).isZero();
  }

  @Test
  void withoutContempt_ofNothingElse_isEven() {
    EmotionScores seven = EmotionScores.of(new float[] {0, 0, 0, 0, 0, 0, 0, 1}).withoutContempt();
    assertThat(seven.probability(Emotion.FEAR)).isCloseTo(1.0 / 7, within(1e-6));
  }

  @Test
  void of_wrongNumbers_isRefused() {
    assertThatThrownBy(() -> EmotionScores.of(new float[7]))
        .hasMessageContaining("7 probabilities");
    assertThatThrownBy(() -> EmotionScores.of(new float[8])).hasMessageContaining("sum to 0");
    assertThatThrownBy(() -> EmotionScores.of(new float[] {2, -1, 0, 0, 0, 0, 0, 0}))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> EmotionScores.of(new float[] {Float.NaN, 1, 0, 0, 0, 0, 0, 0}))
        .hasMessageContaining("not a number");
  }

  @Test
  void ofLabel_findsEveryEmotionAndNothingElse() {
    for (Emotion emotion : Emotion.values()) {
      assertThat(Emotion.ofLabel(emotion.label())).isEqualTo(emotion);
    }
    assertThatThrownBy(() -> Emotion.ofLabel("joy")).hasMessageContaining("joy");
  }
}
