package dev.mien.app.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.FrameResult;
import dev.mien.app.session.analysis.SessionAnalysis;
import dev.mien.app.session.report.SessionReport;
import dev.mien.expression.Emotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows 9, 13, 15, 16, 17 and 18 of the hardening, at the store of sessions. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StoreInTroubleTest {
  @TempDir private Path folder;

  private SessionStore open() {
    return SessionStore.open(folder.resolve("sessions.db").toString());
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(20);
    }
  }

  @Test
  void row13_storeThatTakesNothing_isNotWell_untilItDoesAgain() throws InterruptedException {
    try (SessionStore store = open()) {
      try (SessionRecorder recorder = store.start(new NewSession("x", "camera", "base"))) {
        assertThat(store.isWell()).isTrue();
        StoreDamage.breakDown(store);
        StoreContract.record(recorder, 0, 10);
        await(recorder::isFailing);
        assertThat(store.isWell()).isFalse();
        StoreDamage.repair(store);
        await(() -> !recorder.isFailing());
        assertThat(store.isWell()).isTrue();
        assertThat(store.load(recorder.id()).frames()).hasSize(10);
      }
    }
  }

  /** A clock that fails with an error when it is asked next, once. */
  private static final class FailingClock extends Clock {
    private final AtomicBoolean failing = new AtomicBoolean();

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      if (failing.getAndSet(false)) {
        throw new OutOfMemoryError("as a test");
      }
      return Instant.now();
    }
  }

  @Test
  void row9_errorInTheWriter_doesNotEndIt() throws InterruptedException {
    FailingClock clock = new FailingClock();
    try (SessionStore store = SessionStore.open(folder.resolve("sessions.db").toString(), clock);
        SessionRecorder recorder = store.start(new NewSession("x", "camera", "base"))) {
      clock.failing.set(true);
      StoreContract.record(recorder, 0, 10);
      await(() -> !clock.failing.get());
      await(() -> store.load(recorder.id()).frames().size() == 10);
    }
  }

  @Test
  void row16_manyRecorders_shareOneThread_andWriteNothingWhenIdle() throws InterruptedException {
    try (SessionStore store = open()) {
      List<SessionRecorder> recorders = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        recorders.add(store.start(new NewSession("s" + i, "camera", "base")));
      }
      assertThat(
              Thread.getAllStackTraces().keySet().stream()
                  .filter(thread -> thread.getName().startsWith("mien-session-writer"))
                  .filter(Thread::isAlive))
          .hasSizeLessThan(5);
      List<Instant> before = heartbeats(store);
      Thread.sleep(2000);
      List<Instant> after = new ArrayList<>(heartbeats(store));
      after.removeAll(before);
      // One statement says that all are there, now and then; nobody writes on his own.
      assertThat(after.stream().distinct()).hasSizeLessThan(2);
      StoreContract.record(recorders.get(7), 0, 10);
      await(() -> store.load(recorders.get(7).id()).frames().size() == 10);
      recorders.forEach(SessionRecorder::close);
    }
  }

  /** SQLite refuses what reads first and writes after somebody else has written. */
  @Test
  void row16_writeOfAnotherOne_amidATransaction_waits() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (SessionStore store = open();
        SessionStore another = open()) {
      String id = store.begin(new NewSession("x", "camera", "base")).id();
      List<Future<?>> others = new ArrayList<>();
      store.write(
          handle -> {
            SessionRows.find(handle, id);
            others.add(threads.submit(() -> another.begin(new NewSession("y", "camera", "base"))));
            assertThatThrownBy(() -> others.get(0).get(500, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
            SessionRows.end(handle, id, 1);
          });
      others.get(0).get();
      assertThat(store.list()).hasSize(2);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Instant> heartbeats(SessionStore store) {
    return store.list().stream().map(SessionInfo::heartbeatAt).toList();
  }

  @Test
  void row17_sessionWrittenByOneStore_isRefusedToAnother() {
    try (SessionStore first = open();
        SessionStore second = open()) {
      String id = first.begin(new NewSession("x", "camera", "base")).id();
      SessionRecorder writer = first.resume(id);
      StoreContract.record(writer, 0, 10);
      assertThatThrownBy(() -> second.resume(id))
          .isInstanceOfSatisfying(
              SessionException.class,
              e -> assertThat(e.reason()).isEqualTo(SessionException.Reason.TAKEN));
      writer.close();
      try (SessionRecorder next = second.resume(id)) {
        StoreContract.record(next, 0, 5);
        next.flush();
      }
      assertThat(first.load(id).frames()).hasSize(15);
    }
  }

  @Test
  void row17_writerThatWasSilent_isReplaced_andToldSo() throws InterruptedException {
    Path file = folder.resolve("sessions.db");
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));
    try (SessionStore first = open();
        SessionStore second = SessionStore.open(file.toString(), late)) {
      SessionRecorder frozen = first.start(new NewSession("x", "camera", "base"));
      try (SessionRecorder next = second.resume(frozen.id())) {
        StoreContract.record(frozen, 0, 1);
        assertThatThrownBy(frozen::flush)
            .isInstanceOfSatisfying(
                SessionException.class,
                e -> assertThat(e.reason()).isEqualTo(SessionException.Reason.TAKEN));
        StoreContract.record(next, 0, 3);
        next.flush();
      }
      frozen.flushQuietly(); // As the timer does.
      assertThat(frozen.isFailing()).as("the store is well").isFalse();
      assertThatThrownBy(() -> StoreContract.record(frozen, 1, 2))
          .isInstanceOf(SessionException.class)
          .hasMessageContaining("another process");
      assertThat(second.load(frozen.id()).frames()).hasSize(3);
    }
  }

  @Test
  void row14_serverThatIsAwayOrFrozen_isWaitedForTwoSecondsAtMost() {
    // A connection, whether it works, and the question.
    assertThat(
            StoreConnections.AWAY_MILLIS
                + StoreConnections.VALIDATION_MILLIS
                + StoreConnections.SILENCE_MILLIS)
        .isLessThanOrEqualTo(2000);
  }

  @Test
  void row15_timesOfAnySize_canBeReported() {
    try (SessionStore store = open()) {
      String id = store.begin(new NewSession("x", "camera", "base")).id();
      store.write(
          handle -> {
            for (long time : new long[] {0, 1_000_000, Long.MAX_VALUE / 2, Long.MAX_VALUE}) {
              handle.execute("insert into frame (session_id, time) values (?, ?)", id, time);
            }
            handle.execute(
                "update session set baseline_from = ?, baseline_to = ? where id = ?",
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                id);
          });
      Recording recording = store.load(id);
      assertThat(recording.frames()).hasSize(4);
      assertThat(SessionAnalysis.of(recording).frames()).isEqualTo(4);
      assertThat(SessionReport.html(recording)).hasSizeLessThan(1 << 20);
    }
  }

  @Test
  void row15_reportOfSomebodySeenAcrossAllTime_isBounded() {
    List<FrameResult> frames = new ArrayList<>();
    for (int f = 0; f < 100; f++) {
      frames.add(Scripted.frame(f, Scripted.face(1, 100, Emotion.HAPPINESS, 0.9)));
    }
    frames.add(
        new FrameResult(
            Duration.ofDays(100_000),
            640,
            480,
            List.of(Scripted.face(1, 100, Emotion.HAPPINESS, 0.9)),
            List.of(),
            false));
    assertThat(SessionReport.html(Scripted.recording(frames, null))).hasSizeLessThan(1 << 20);
  }

  @Test
  void row18_dataBase_isItsOwnersAlone() throws IOException {
    try (SessionStore store = open();
        SessionRecorder recorder = store.start(new NewSession("x", "camera", "base"))) {
      StoreContract.record(recorder, 0, 5);
      recorder.flush();
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .as("%s", file)
              .isEqualTo("rw-------");
        }
      }
    }
  }
}
