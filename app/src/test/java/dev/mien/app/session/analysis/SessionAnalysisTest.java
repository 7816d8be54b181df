package dev.mien.app.session.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.FrameResult;
import dev.mien.TrackedFace;
import dev.mien.app.session.Recording;
import dev.mien.app.session.Scripted;
import dev.mien.app.session.TimeRange;
import dev.mien.expression.Emotion;
import dev.mien.face.QualityReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Sessions that can be counted by hand: ten frames a second. */
final class SessionAnalysisTest {
  private static final Offset<Double> TINY = within(1e-6);

  private final List<FrameResult> frames = new ArrayList<>();

  private void add(int count, TrackedFace... faces) {
    for (int i = 0; i < count; i++) {
      frames.add(Scripted.frame(frames.size(), faces));
    }
  }

  private SessionAnalysis analyse() {
    return SessionAnalysis.of(Scripted.recording(frames, null));
  }

  private static TrackedFace happy(int track) {
    return Scripted.face(track, 100, Emotion.HAPPINESS, 0.9);
  }

  private static TrackedFace neutral(int track) {
    return Scripted.face(track, 100, Emotion.NEUTRAL, 1);
  }

  private static TimeRange range(double from, double to) {
    return new TimeRange(
        Duration.ofMillis(Math.round(1000 * from)), Duration.ofMillis(Math.round(1000 * to)));
  }

  @Test
  void of_twoExpressionsAndAGap_countsTimeEpisodesAndCoverage() {
    add(20, neutral(1)); // 0 to 2 s
    add(30, happy(1)); // 2 to 5 s
    add(10); // 5 to 6 s: away
    add(40, neutral(1)); // 6 to 10 s
    SessionAnalysis analysis = analyse();
    assertThat(analysis.seconds()).isCloseTo(10, TINY);
    assertThat(analysis.frames()).isEqualTo(100);
    assertThat(analysis.people()).hasSize(1);
    PersonAnalysis person = analysis.people().get(0);
    assertThat(person.seenSeconds()).isCloseTo(9, TINY);
    assertThat(person.coverage()).isCloseTo(0.9, TINY);
    assertThat(person.secondsByLabel().keySet()).containsExactly("neutral", "happiness");
    assertThat(person.secondsByLabel().get("neutral")).isCloseTo(6, TINY);
    assertThat(person.secondsByLabel().get("happiness")).isCloseTo(3, TINY);
    assertThat(person.episodes())
        .containsExactly(
            new Episode("neutral", range(0, 2)),
            new Episode("happiness", range(2, 5)),
            new Episode("neutral", range(6, 10)));
    assertThat(person.missing()).containsExactly(range(5, 6));
    assertThat(person.transitions())
        .isEqualTo(Map.of("neutral", Map.of("happiness", 1), "happiness", Map.of("neutral", 1)));
    assertThat(person.means().probability(Emotion.HAPPINESS)).isCloseTo(0.3, TINY);
    assertThat(person.baseline()).isNull();
  }

  @Test
  void of_flicker_neitherCountsNorCuts() {
    add(20, neutral(1));
    add(3, happy(1));
    add(20, neutral(1));
    PersonAnalysis person = analyse().people().get(0);
    assertThat(person.episodes()).containsExactly(new Episode("neutral", range(0, 4.3)));
    assertThat(person.transitions()).isEmpty();
    assertThat(person.secondsByLabel().get("happiness")).isCloseTo(0.3, TINY);
  }

  @Test
  void of_faceSeenBadly_isCoveredButNotUsable() {
    add(10, neutral(1));
    add(
        10,
        Scripted.face(
            1, 100, Emotion.NEUTRAL, 1, QualityReason.TURNED_AWAY, QualityReason.BLURRED));
    PersonAnalysis person = analyse().people().get(0);
    assertThat(person.coverage()).isCloseTo(1, TINY);
    assertThat(person.usableCoverage()).isCloseTo(0.5, TINY);
    assertThat(person.secondsByReason().get("turned_away")).isCloseTo(1, TINY);
    assertThat(person.secondsByReason().get("blurred")).isCloseTo(1, TINY);
  }

  @Test
  void of_breakWithoutFrames_countsForNobody() {
    add(20, neutral(1));
    for (int i = 0; i < 20; i++) {
      frames.add(Scripted.frame(600 + i, neutral(1))); // A minute later.
    }
    SessionAnalysis analysis = analyse();
    assertThat(analysis.seconds()).isCloseTo(2 - 0.1 + 1 + 2, within(0.001));
    assertThat(analysis.people().get(0).coverage()).isCloseTo(1, TINY);
    assertThat(analysis.people().get(0).episodes()).hasSize(2);
  }

  @Test
  void of_baseline_givesFiguresRelativeToIt() {
    add(20, Scripted.face(1, 100, Emotion.SADNESS, 0.2));
    add(20, Scripted.face(1, 100, Emotion.SADNESS, 0.8));
    PersonAnalysis person =
        SessionAnalysis.of(Scripted.recording(frames, range(0, 2))).people().get(0);
    assertThat(Objects.requireNonNull(person.baseline()).probability(Emotion.SADNESS))
        .isCloseTo(0.2, TINY);
    Means relative = Objects.requireNonNull(person.relative());
    assertThat(relative.probability(Emotion.SADNESS)).isCloseTo(0.3, TINY);
    assertThat(relative.valence()).isNegative();
    Recording tooLate = Scripted.recording(frames, range(50, 60));
    assertThat(SessionAnalysis.of(tooLate).people().get(0).baseline()).isNull();
  }

  @Test
  void of_whoComesBackToHisPlace_isTheSamePerson() {
    add(20, neutral(1), Scripted.face(2, 400, Emotion.NEUTRAL, 1));
    add(30, Scripted.face(2, 400, Emotion.NEUTRAL, 1));
    add(
        20,
        Scripted.face(3, 110, Emotion.HAPPINESS, 0.9),
        Scripted.face(2, 400, Emotion.NEUTRAL, 1));
    add(
        20,
        Scripted.face(4, 250, Emotion.HAPPINESS, 0.9),
        Scripted.face(2, 400, Emotion.NEUTRAL, 1));
    add(3, Scripted.face(5, 600, Emotion.HAPPINESS, 0.9));
    SessionAnalysis analysis = analyse();
    assertThat(analysis.people().stream().map(PersonAnalysis::tracks))
        .containsExactly(List.of(1, 3), List.of(2), List.of(4));
    assertThat(analysis.passersBy()).isEqualTo(1);
  }

  @Test
  void of_emptySession_isEmpty() {
    SessionAnalysis analysis = analyse();
    assertThat(analysis.people()).isEmpty();
    assertThat(analysis.seconds()).isZero();
  }

  @Test
  void curve_leavesOutWhatWasNotSeen() {
    add(10, happy(1));
    add(20);
    add(10, neutral(1));
    PersonAnalysis person = analyse().people().get(0);
    assertThat(person.curve().stream().map(point -> point.time().toMillis()))
        .containsExactly(0L, 500L, 3000L, 3500L);
    assertThat(person.curve().get(0).valence()).isGreaterThan(person.curve().get(3).valence());
  }

  private static Recording wavering(double mean, int seed) {
    List<FrameResult> frames = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    double slow = 0;
    for (int f = 0; f < 1200; f++) {
      slow = 0.95 * slow + 0.05 * (random.nextDouble() - 0.5);
      double probability = Math.min(1, Math.max(0, mean + 2 * slow));
      frames.add(Scripted.frame(f, Scripted.face(1, 100, Emotion.HAPPINESS, probability)));
    }
    return Scripted.recording(frames, null);
  }

  @Test
  void compare_equalAndDifferentSessions_areToldApart() {
    Comparison equal = Comparison.of(wavering(0.4, 3), wavering(0.4, 4), 1);
    Comparison.Row same = row(equal, "happiness");
    assertThat(same.clear()).isFalse();
    assertThat(same.low()).isLessThan(same.difference());
    assertThat(same.high()).isGreaterThan(same.difference());
    Comparison different = Comparison.of(wavering(0.4, 1), wavering(0.7, 2), 1);
    Comparison.Row more = row(different, "happiness");
    assertThat(more.clear()).isTrue();
    assertThat(more.difference()).isCloseTo(0.3, within(0.08));
    assertThat(different).isEqualTo(Comparison.of(wavering(0.4, 1), wavering(0.7, 2), 1));
  }

  @Test
  void compare_intervals_holdTheTruthAboutAsOftenAsTheyPromise() {
    int held = 0;
    for (int seed = 0; seed < 40; seed++) {
      Comparison.Row row =
          row(
              Comparison.of(wavering(0.4, 2 * seed), wavering(0.5, 2 * seed + 1), seed),
              "happiness");
      held += row.low() <= 0.1 && 0.1 <= row.high() ? 1 : 0;
    }
    assertThat(held).isBetween(33, 40);
  }

  private static Comparison.Row row(Comparison comparison, String name) {
    return comparison.rows().stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void compare_tooShort_isRefusedWithASentence() {
    Recording empty = Scripted.recording(List.of(), null);
    assertThatThrownBy(() -> Comparison.of(empty, empty, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody was seen for long enough");
  }
}
