package dev.mien.app.session.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.app.session.Observation;
import dev.mien.app.session.RecordedFrame;
import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.geometry.Box;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PeopleTest {
  private static final Box SEAT = new Box(100, 100, 80, 80);

  private static RecordedFrame frame(double seconds, int track, Box box, boolean cut) {
    EmotionScores scores = EmotionScores.of(new float[] {1, 0, 0, 0, 0, 0, 0, 0});
    List<Observation> seen =
        track == 0
            ? List.of()
            : List.of(new Observation(track, scores, scores, Emotion.NEUTRAL, box, 0.9, List.of()));
    return new RecordedFrame(Duration.ofMillis(Math.round(1000 * seconds)), seen, cut);
  }

  private static List<RecordedFrame> twoTracks(double away, Box second, boolean cut) {
    List<RecordedFrame> frames = new ArrayList<>();
    for (int f = 0; f < 20; f++) {
      frames.add(frame(f / 10.0, 1, SEAT, false));
    }
    for (int f = 0; f < 20; f++) {
      frames.add(frame(1.9 + away + f / 10.0, 2, second, cut && f == 0));
    }
    return frames;
  }

  @Test
  void of_samePlaceAfterAMoment_isLikelyOnePerson() {
    List<People.Person> people = People.of(twoTracks(2, SEAT, false));
    assertThat(people).hasSize(1);
    assertThat(people.get(0).tracks()).containsExactly(1, 2);
    assertThat(people.get(0).joins().get(0).certainty()).isEqualTo(Join.Certainty.LIKELY);
  }

  @Test
  void of_samePlaceAfterALongTime_isOnlyPossiblyOnePerson() {
    List<People.Person> people = People.of(twoTracks(60, SEAT, false));
    assertThat(people).hasSize(1);
    assertThat(people.get(0).joins().get(0).certainty()).isEqualTo(Join.Certainty.POSSIBLE);
  }

  @Test
  void of_samePlaceAfterACut_isSomebodyElse() {
    assertThat(People.of(twoTracks(0.1, SEAT, true))).hasSize(2);
  }

  @Test
  void of_anotherPlace_isSomebodyElse() {
    assertThat(People.of(twoTracks(2, new Box(400, 100, 80, 80), false))).hasSize(2);
  }
}
