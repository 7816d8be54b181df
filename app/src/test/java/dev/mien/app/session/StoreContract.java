package dev.mien.app.session;

import static dev.mien.event.ExpressionEvent.Kind.ENDED;
import static dev.mien.event.ExpressionEvent.Kind.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mien.FrameResult;
import dev.mien.TrackedFace;
import dev.mien.event.ExpressionEvent;
import dev.mien.expression.Emotion;
import dev.mien.face.QualityReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** What every store must do, whatever database is behind it. */
final class StoreContract {
  private StoreContract() {}

  static void record(SessionRecorder recorder, int from, int to) {
    for (int f = from; f < to; f++) {
      TrackedFace face =
          Scripted.face(
              1, 100, Emotion.HAPPINESS, 0.75, QualityReason.BLURRED, QualityReason.TOO_DARK);
      FrameResult frame = f % 5 == 4 ? Scripted.frame(f) : Scripted.frame(f, face);
      List<ExpressionEvent> events =
          f == from
              ? List.of(new ExpressionEvent("smile", STARTED, frame.time(), 1, 0.75))
              : List.of();
      recorder.add(frame, events);
    }
  }

  static void check(String location) {
    String id;
    try (SessionStore store = SessionStore.open(location)) {
      assertThat(store.list()).isEmpty();
      try (SessionRecorder recorder =
          store.start(new NewSession("interview 7; drop table session", "camera", "base", true))) {
        id = recorder.id();
        record(recorder, 10, 30); // The stream's clock need not begin at zero.
        recorder.flush();
        assertThat(store.get(id).endedAt()).isNull();
        assertThat(store.load(id).frames()).hasSize(20);
        record(recorder, 30, 40);
      }
      assertThat(store.get(id).endedAt()).isNotNull();
    }
    // Opened again: the schema is there already, and so is the session.
    try (SessionStore store = SessionStore.open(location)) {
      Recording recording = store.load(id);
      assertThat(recording.info().name()).isEqualTo("interview 7; drop table session");
      assertThat(recording.frames()).hasSize(30);
      assertThat(recording.frameCount()).isEqualTo(30);
      List<RecordedFrame> each = new ArrayList<>();
      store.forEachFrame(recording.info(), 7, each::add);
      assertThat(each).isEqualTo(recording.frames());
      assertThat(recording.frames().get(0).time()).isZero();
      assertThat(recording.frames().get(29).time()).isEqualTo(Duration.ofMillis(2900));
      assertThat(recording.frames().get(4).observations()).isEmpty();
      Observation observation = recording.frames().get(0).observations().get(0);
      Observation expected =
          Observation.of(
              Scripted.face(
                  1, 100, Emotion.HAPPINESS, 0.75, QualityReason.BLURRED, QualityReason.TOO_DARK));
      assertThat(observation.raw()).isEqualTo(expected.raw());
      assertThat(observation.smoothed()).isEqualTo(expected.smoothed());
      assertThat(observation.emotion()).isEqualTo(Emotion.HAPPINESS);
      assertThat(observation.reasons()).isEqualTo(expected.reasons());
      assertThat(observation.box()).isEqualTo(expected.box());
      assertThat(recording.events())
          .containsExactly(
              new ExpressionEvent("smile", STARTED, Duration.ZERO, 1, 0.75),
              new ExpressionEvent("smile", STARTED, Duration.ofSeconds(2), 1, 0.75),
              new ExpressionEvent("smile", ENDED, Duration.ofMillis(2900), 1, 0));
      assertThat(recording.portraits()).containsOnlyKeys(1);
      assertThatThrownBy(() -> store.resume(id)).hasMessageContaining("was ended");
      checkSecondStream(store);
      checkBaseline(store, id);
      checkPruning(location, id);
      store.delete(id);
      assertThat(store.find(id)).isEmpty();
      assertThatThrownBy(() -> store.load(id))
          .isInstanceOf(SessionException.class)
          .hasMessage("there is no session " + id);
    }
  }

  /** A page that was loaded anew goes on with its session: later times, other tracks. */
  private static void checkSecondStream(SessionStore store) {
    String id = store.begin(new NewSession("two streams", "page", "base", true)).id();
    try (SessionRecorder first = store.resume(id)) {
      record(first, 0, 10);
    }
    try (SessionRecorder second = store.resume(id)) {
      record(second, 0, 10);
    }
    Recording both = store.load(id);
    assertThat(both.info().endedAt()).isNull();
    assertThat(both.info().images()).isTrue();
    assertThat(both.portraits()).containsOnlyKeys(1, 2);
    assertThat(both.frames()).hasSize(20);
    assertThat(both.frames().get(10).time()).isGreaterThan(both.frames().get(9).time());
    assertThat(both.frames().get(0).observations().get(0).track()).isEqualTo(1);
    assertThat(both.frames().get(10).observations().get(0).track()).isEqualTo(2);
    assertThat(both.events())
        .extracting(ExpressionEvent::kind, ExpressionEvent::track)
        .containsExactly(tuple(STARTED, 1), tuple(ENDED, 1), tuple(STARTED, 2), tuple(ENDED, 2));
    store.end(id);
    store.delete(id);
  }

  private static void checkBaseline(SessionStore store, String id) {
    TimeRange baseline = new TimeRange(Duration.ofMillis(250), Duration.ofSeconds(2));
    store.calibrate(id, baseline);
    assertThat(store.get(id).baseline()).isEqualTo(baseline);
  }

  private static void checkPruning(String location, String kept) {
    Clock lastYear = Clock.fixed(Instant.now().minus(Duration.ofDays(365)), ZoneOffset.UTC);
    String old;
    try (SessionStore store = SessionStore.open(location, lastYear)) {
      old = store.begin(new NewSession("old", "camera", "base")).id();
    }
    try (SessionStore store = SessionStore.open(location)) {
      assertThat(store.prune(Duration.ofDays(400))).isZero();
      assertThat(store.prune(Duration.ofDays(30))).isEqualTo(1);
      assertThat(store.find(old)).isEmpty();
      assertThat(store.find(kept)).isPresent();
    }
  }
}
