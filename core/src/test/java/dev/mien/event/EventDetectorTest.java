package dev.mien.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.FrameResult;
import dev.mien.ScriptedFrames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Frames ten times a second whose anger is known. */
final class EventDetectorTest {
  private final List<ExpressionEvent> heard = new ArrayList<>();

  private EventDetector detector(String rules) {
    return new EventDetector(EventRules.parse(rules), heard::add);
  }

  private static FrameResult frame(int number, double anger) {
    return ScriptedFrames.frame(number, Map.of(1, anger), List.of());
  }

  private List<String> told() {
    return heard.stream()
        .map(e -> e.rule() + " " + e.kind().code() + " " + e.time().toMillis() + " " + e.track())
        .toList();
  }

  @Test
  void update_valueBeyondThreshold_startsAfterTheDwellAndEndsAtTheRelease() {
    EventDetector detector = detector("help: anger > 0.6 for 1s, release 0.4");
    for (int f = 0; f < 20; f++) {
      detector.update(frame(f, 0.7));
    }
    for (int f = 20; f < 25; f++) {
      detector.update(frame(f, 0.5)); // between release and threshold: it goes on
    }
    detector.update(frame(25, 0.3));
    assertThat(told()).containsExactly("help started 1000 1", "help ended 2500 1");
  }

  @Test
  void update_valueThatDipsOnce_startsTheDwellAnew() {
    EventDetector detector = detector("help: anger > 0.6 for 1s");
    for (int f = 0; f < 16; f++) {
      detector.update(frame(f, f == 8 ? 0.59 : 0.7));
    }
    assertThat(told()).isEmpty();
  }

  @Test
  void update_secondTime_waitsForTheCoolDown() {
    EventDetector detector = detector("help: anger > 0.6 for 0s, release 0.4, cool-down 2s");
    for (int f = 0; f < 60; f++) {
      detector.update(frame(f, f % 10 < 5 ? 0.9 : 0.1));
    }
    assertThat(told())
        .containsExactly(
            "help started 0 1", "help ended 500 1", "help started 3000 1", "help ended 3500 1");
  }

  @Test
  void update_personGone_endsWhatWasGoingOnButAMomentsAbsenceDoesNot() {
    EventDetector detector = detector("help: anger > 0.6 for 0s\nalone: no face for 500ms");
    detector.update(frame(0, 0.9));
    detector.update(ScriptedFrames.frame(1, Map.of(), List.of(1)));
    detector.update(frame(2, 0.9));
    for (int f = 3; f < 10; f++) {
      detector.update(ScriptedFrames.frame(f, Map.of(), f < 6 ? List.of(1) : List.of()));
    }
    detector.update(ScriptedFrames.frame(10, Map.of(2, 0.1), List.of()));
    assertThat(told())
        .containsExactly(
            "help started 0 1", "help ended 600 1", "alone started 800 0", "alone ended 1000 0");
  }

  @Test
  void end_endsWhatIsGoingOnAndBeginsAnew() {
    EventDetector detector = detector("help: anger > 0.6 for 0s\nalone: no face for 500ms");
    detector.update(frame(0, 0.9));
    assertThat(detector.end(Duration.ofMillis(40)))
        .singleElement()
        .satisfies(event -> assertThat(event.value()).isCloseTo(0.9, within(1e-6)));
    assertThat(detector.end(Duration.ofMillis(80))).isEmpty();
    assertThat(told()).containsExactly("help started 0 1", "help ended 40 1");
    detector.update(frame(1, 0.9));
    assertThat(told()).endsWith("help started 100 1");
  }

  @Test
  void update_twoPeople_areWatchedApart() {
    EventDetector detector = detector("help: anger > 0.6 for 300ms");
    for (int f = 0; f < 6; f++) {
      detector.update(ScriptedFrames.frame(f, Map.of(1, 0.9, 2, f < 2 ? 0.1 : 0.9), List.of()));
    }
    assertThat(told()).containsExactly("help started 300 1", "help started 500 2");
  }

  @Property(tries = 200)
  void update_anyCurve_alternatesAndKeepsItsDistances(
      @ForAll @Size(min = 1, max = 120) List<@DoubleRange(min = 0, max = 1) Double> curve) {
    EventDetector detector = detector("help: anger > 0.6 for 200ms, release 0.4, cool-down 1s");
    heard.clear();
    for (int f = 0; f < curve.size(); f++) {
      detector.update(frame(f, curve.get(f)));
    }
    for (int i = 0; i < heard.size(); i++) {
      assertThat(heard.get(i).kind())
          .isEqualTo(i % 2 == 0 ? ExpressionEvent.Kind.STARTED : ExpressionEvent.Kind.ENDED);
      if (i > 0 && i % 2 == 0) {
        assertThat(heard.get(i).time().minus(heard.get(i - 1).time()).toMillis())
            .isGreaterThanOrEqualTo(1000);
      }
    }
  }
}
