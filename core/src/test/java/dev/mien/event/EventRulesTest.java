package dev.mien.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.expression.Emotion;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EventRulesTest {
  @Test
  void parse_everyKindOfRule_isUnderstood() {
    List<EventRule> rules =
        EventRules.parse(
            """
            # what the game reacts to
            help:  anger or sadness > 0.6 for 3s, release 0.4, cool-down 30s
            low:   valence < -0.3 for 500ms   # with the usual hysteresis
            awake: arousal > .2 for 1min, cooldown 2h
            alone: no face for 10s
            """);
    assertThat(rules)
        .containsExactly(
            new EventRule(
                "help",
                new Signal.AnyOf(Set.of(Emotion.ANGER, Emotion.SADNESS)),
                true,
                0.6,
                0.4,
                Duration.ofSeconds(3),
                Duration.ofSeconds(30)),
            new EventRule(
                "low",
                new Signal.Valence(),
                false,
                -0.3,
                -0.3 + 0.1,
                Duration.ofMillis(500),
                Duration.ZERO),
            new EventRule(
                "awake",
                new Signal.Arousal(),
                true,
                0.2,
                0.2 - 0.1,
                Duration.ofMinutes(1),
                Duration.ofHours(2)),
            new EventRule(
                "alone",
                new Signal.NoFace(),
                true,
                0.5,
                0.5,
                Duration.ofSeconds(10),
                Duration.ZERO));
  }

  @Test
  void parse_mistakes_areNamedWithTheirLine() {
    assertSentence("ok: anger > 0.5 for 1s\nhelp anger", "line 2: a rule looks like");
    assertSentence("x: joy > 0.5 for 1s", "line 1: 'joy' is neither an expression (neutral,");
    assertSentence("x: anger > 0.5 for soon", "line 1: 'soon' is no span of time");
    assertSentence("x: anger > 0.5 for 1s, release 0.7", "line 1: rule x would end before");
    assertSentence("x: anger > 0.5 for 1s\nx: fear > 0.5 for 1s", "line 2: there are two rules");
    assertSentence("x: anger > 60 for 1s", "line 1: 60 is never passed, or always: the values");
    assertSentence("x: anger > 0 for 1s", "line 1: 0 is never passed, or always");
    assertSentence("x: valence < -1 for 1s", "line 1: -1 is never passed, or always");
    assertSentence("x: valence < -0.5 for 1s, release 2", "line 1: 2 is never passed");
    assertSentence("x: anger > 0.5 for 99999999999d", "line 1: '99999999999d' is too long a time");
  }

  @Test
  void parse_thresholdNearTheEnd_hasAReleaseThatCanBeReached() {
    assertThat(EventRules.parse("a: contempt > 0.1 for 1s").get(0).release()).isEqualTo(0.05);
    assertThat(EventRules.parse("b: disgust > .04 for 1s").get(0).release()).isEqualTo(0.02);
    assertThat(EventRules.parse("c: neutral < 0.9 for 1s").get(0).release()).isEqualTo(0.95);
    assertThat(EventRules.parse("d: valence > 0 for 1s").get(0).release()).isEqualTo(-0.1);
  }

  @Test
  void parse_spansOfSeveralUnits_areAdded() {
    assertThat(EventRules.parse("a: no face for 1min30s").get(0).dwell())
        .isEqualTo(Duration.ofSeconds(90));
  }

  private static void assertSentence(String text, String start) {
    assertThatThrownBy(() -> EventRules.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(start);
  }
}
