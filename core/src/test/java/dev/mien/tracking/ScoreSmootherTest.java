package dev.mien.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScoreSmootherTest {
  private static final EmotionScores NEUTRAL = sure(Emotion.NEUTRAL);
  private static final EmotionScores HAPPY = sure(Emotion.HAPPINESS);

  private final ScoreSmoother smoother =
      new ScoreSmoother(Duration.ofMillis(400), Duration.ofSeconds(1));

  private static EmotionScores sure(Emotion emotion) {
    float[] probabilities = new float[Emotion.values().length];
    probabilities[emotion.ordinal()] = 1;
    return EmotionScores.of(probabilities);
  }

  private static Duration at(long milliseconds) {
    return Duration.ofMillis(milliseconds);
  }

  @Test
  void update_firstFrame_isTheRawAnswer() {
    assertThat(smoother.update(1, at(0), HAPPY)).isEqualTo(HAPPY);
  }

  @Test
  void update_afterOneTimeConstant_isSixtyThreePercentThereAtAnyFrameRate() {
    for (int step : new int[] {400, 100, 40, 10}) {
      ScoreSmoother each = new ScoreSmoother(Duration.ofMillis(400), Duration.ofSeconds(1));
      each.update(1, at(0), NEUTRAL);
      EmotionScores steady = NEUTRAL;
      for (int time = step; time <= 400; time += step) {
        steady = each.update(1, at(time), HAPPY);
      }
      assertThat(steady.probability(Emotion.HAPPINESS))
          .as("every %d ms", step)
          .isCloseTo(1 - Math.exp(-1), within(1e-4));
    }
  }

  @Test
  void update_afterAGap_startsAnew() {
    smoother.update(1, at(0), NEUTRAL);
    assertThat(smoother.update(1, at(1001), HAPPY)).isEqualTo(HAPPY);
  }

  @Test
  void update_otherTracks_areOtherPeople() {
    smoother.update(1, at(0), NEUTRAL);
    assertThat(smoother.update(2, at(40), HAPPY)).isEqualTo(HAPPY);
  }

  @Test
  void retain_forgottenTrack_startsAnew() {
    smoother.update(1, at(0), NEUTRAL);
    smoother.retain(List.of(2, 3));
    assertThat(smoother.update(1, at(40), HAPPY)).isEqualTo(HAPPY);
  }

  @Test
  void update_withoutATimeConstant_passesRawAnswersOn() {
    ScoreSmoother raw = new ScoreSmoother(Duration.ZERO, Duration.ofSeconds(1));
    raw.update(1, at(0), NEUTRAL);
    assertThat(raw.update(1, at(40), HAPPY)).isEqualTo(HAPPY);
  }

  @Test
  void update_timeThatDoesNotMoveOn_isRefused() {
    smoother.update(1, at(40), NEUTRAL);
    assertThatThrownBy(() -> smoother.update(1, at(40), HAPPY)).hasMessageContaining("in order");
  }
}
