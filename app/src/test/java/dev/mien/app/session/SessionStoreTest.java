package dev.mien.app.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mien.FrameResult;
import dev.mien.TrackedFace;
import dev.mien.event.ExpressionEvent;
import dev.mien.event.ExpressionEvent.Kind;
import dev.mien.expression.Emotion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store's contract on SQLite, and what only files can show. */
final class SessionStoreTest {
  @TempDir private Path folder;

  private String location() {
    return folder.resolve("deep/er/sessions.db").toString();
  }

  @Test
  void store_onSqlite_keepsItsContract() {
    StoreContract.check(location());
  }

  @Test
  void delete_session_leavesNothingOfItInTheFiles() throws IOException {
    try (SessionStore store = SessionStore.open(location())) {
      for (String name : new String[] {"Xanthippe Quillfeather", "Balthasar Zimmermann"}) {
        try (SessionRecorder recorder = store.start(new NewSession(name, "camera", "base", true))) {
          StoreContract.record(recorder, 0, 50);
        }
      }
      store.delete(
          store.list().stream()
              .filter(info -> info.name().startsWith("Xanthippe"))
              .findFirst()
              .orElseThrow()
              .id());
    }
    assertThat(bytes()).doesNotContain("Xanthippe").contains("Balthasar");
  }

  private String bytes() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }

  @Test
  void open_whatIsNoDatabase_isRefusedWithASentence() throws IOException {
    Path file = folder.resolve("photo.jpg");
    Files.writeString(file, "this is not a database, but it is long enough to be taken for one");
    assertThatThrownBy(() -> SessionStore.open(file.toString()))
        .isInstanceOf(SessionException.class)
        .hasMessageStartingWith("the session store cannot be");
    assertThatThrownBy(() -> SessionStore.open("jdbc:mysql://x"))
        .isInstanceOf(SessionException.class)
        .hasMessageContaining("SQLite");
  }

  @Test
  void open_aStoreOfTheFirstSchema_bringsItUpToDate() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:" + folder.resolve("old.db"));
    try (HikariDataSource before = new HikariDataSource(config)) {
      Flyway.configure()
          .dataSource(before)
          .locations("classpath:dev/mien/app/session/migrations")
          .target("1")
          .load()
          .migrate();
      Jdbi.create(before)
          .useHandle(
              handle -> {
                for (String id : List.of("with", "without")) {
                  handle.execute(
                      "insert into session (id, name, source, model, started_at, heartbeat_at)"
                          + " values (?, 'old', 'camera', 'base', 1, 2)",
                      id);
                }
                handle.execute(
                    "insert into face_image (session_id, time, track, png)"
                        + " values ('with', 0, 1, 'AA==')");
                handle.execute("insert into frame (session_id, time) values ('with', 0)");
                handle.execute(
                    "insert into observation values ('with', 0, 1, 'happiness',"
                        + " 0.9, 0.1, 0, 0, 0, 0, 0, 0, 0.25, 0.75, 0, 0, 0, 0, 0, 0,"
                        + " 1, 2, 3, 4, 0.5, '')");
              });
    }
    try (SessionStore store = SessionStore.open(folder.resolve("old.db").toString())) {
      assertThat(store.get("with").images()).isTrue();
      assertThat(store.get("without").images()).isFalse();
      assertThat(store.list()).hasSize(2);
      Observation face = store.load("with").frames().get(0).observations().get(0);
      assertThat(face.raw().probability(Emotion.NEUTRAL)).isCloseTo(0.9, within(1e-6));
      assertThat(face.smoothed().probability(Emotion.HAPPINESS)).isCloseTo(0.75, within(1e-6));
    }
  }

  @Test
  void status_ofASessionWhoseWriterWent_isInterrupted() {
    Instant begin = Instant.parse("2026-11-22T10:00:00Z");
    String id;
    try (SessionStore store = SessionStore.open(location(), Clock.fixed(begin, ZoneOffset.UTC))) {
      id = store.begin(new NewSession("x", "camera", "base")).id();
      SessionInfo info = store.get(id);
      assertThat(info.status(begin.plusSeconds(1))).isEqualTo(SessionInfo.Status.RUNNING);
      assertThat(info.status(begin.plusSeconds(60))).isEqualTo(SessionInfo.Status.INTERRUPTED);
    }
  }

  @Test
  void recorder_whileTheDatabaseDoesNotAnswer_keepsTheFrames() {
    try (SessionStore store = SessionStore.open(location())) {
      String id;
      try (SessionRecorder recorder = store.start(new NewSession("x", "camera", "base"))) {
        id = recorder.id();
        StoreContract.record(recorder, 0, 10);
        recorder.flush();
        store.write(handle -> handle.execute("alter table frame rename to gone"));
        StoreContract.record(recorder, 10, 20);
        assertThatThrownBy(recorder::flush).isInstanceOf(RuntimeException.class);
        StoreContract.record(recorder, 20, 30);
        store.write(handle -> handle.execute("alter table gone rename to frame"));
      }
      Recording recording = store.load(id);
      assertThat(recording.frames()).hasSize(30);
      assertThat(recording.events()).hasSize(4); // Three beginnings, and an end.
    }
  }

  @Test
  void recorder_thatIsClosed_takesNothingMore() {
    try (SessionStore store = SessionStore.open(location())) {
      String id = store.begin(new NewSession("x", "camera", "base")).id();
      SessionRecorder first = store.resume(id);
      StoreContract.record(first, 0, 5);
      first.close();
      assertThatThrownBy(() -> StoreContract.record(first, 5, 6))
          .isInstanceOf(SessionException.class)
          .hasMessage("session " + id + " was ended, or another stream took it over");
      try (SessionRecorder second = store.resume(id)) {
        first.addEvents(
            List.of(new ExpressionEvent("smile", Kind.ENDED, Duration.ofSeconds(9), 1, 0.1)));
        first.close(); // Neither rows nor the claim of the second change.
        StoreContract.record(second, 0, 5);
      }
      Recording recording = store.load(id);
      assertThat(recording.frames()).hasSize(10);
      assertThat(recording.events())
          .extracting(ExpressionEvent::kind)
          .containsExactly(Kind.STARTED, Kind.ENDED, Kind.STARTED, Kind.ENDED);
    }
  }

  @Test
  void frames_closerThanAMicrosecond_areKeptApart() {
    SessionClock clock = new SessionClock(Duration.ofSeconds(5), 3);
    List<Duration> times = new ArrayList<>();
    for (long nanos : new long[] {7_000_000_000L, 7_000_000_001L, 7_000_000_900L, 7_000_040_000L}) {
      TrackedFace face = Scripted.face(1, 100, Emotion.NEUTRAL, 1);
      RecordedFrame frame =
          clock.frame(
              new FrameResult(Duration.ofNanos(nanos), 640, 480, List.of(face), List.of(), false));
      assertThat(frame.observations().get(0).track()).isEqualTo(4);
      times.add(frame.time().minusSeconds(5));
    }
    assertThat(times)
        .containsExactly(
            Duration.ZERO,
            Duration.ofNanos(1000),
            Duration.ofNanos(2000),
            Duration.ofNanos(40_000));
  }

  @Test
  void recordingInMemory_ofAVeryLongStream_staysBounded() {
    RecordingBuilder builder =
        new RecordingBuilder(new NewSession("x", "camera", "base"), Clock.systemUTC());
    for (int f = 0; f < 200_000; f++) {
      builder.add(Scripted.frame(f), List.of());
    }
    assertThat(builder.build(null).frameCount()).isEqualTo(200_000);
    List<RecordedFrame> frames = builder.build(null).frames();
    assertThat(frames).hasSizeBetween(30_000, 60_000);
    assertThat(frames.get(0).time()).isZero();
    assertThat(frames.get(frames.size() - 1).time()).isGreaterThan(Duration.ofSeconds(19_990));
    for (int i = 1; i < frames.size(); i++) {
      assertThat(frames.get(i).time().minus(frames.get(i - 1).time()))
          .isEqualTo(Duration.ofMillis(400));
    }
  }

  @Test
  void thinning_frameAtACutThatIsLeftOut_passesItOn() {
    FrameThinning frames = new FrameThinning(8, frame -> 1);
    for (int f = 0; f < 40; f++) {
      frames.add(new RecordedFrame(Duration.ofMillis(f), List.of(), f == 7 || f == 21));
    }
    assertThat(frames.count()).isEqualTo(40);
    assertThat(frames.frames()).hasSizeBetween(4, 7);
    assertThat(frames.frames().stream().filter(RecordedFrame::cut).map(RecordedFrame::time))
        .containsExactly(Duration.ofMillis(8), Duration.ofMillis(24));
  }

  @Test
  void session_deletedByAnotherProcess_isGoneForItsWriterWhoseStoreIsWell() {
    try (SessionStore store = SessionStore.open(location());
        SessionStore other = SessionStore.open(location())) {
      String id = store.begin(new NewSession("x", "camera", "base")).id();
      SessionRecorder recorder = store.resume(id);
      StoreContract.record(recorder, 0, 5);
      other.delete(id);
      recorder.flushQuietly();
      assertThatThrownBy(() -> StoreContract.record(recorder, 5, 6))
          .isInstanceOfSatisfying(
              SessionException.class,
              gone -> assertThat(gone.reason()).isEqualTo(SessionException.Reason.UNKNOWN));
      assertThat(store.isWell()).isTrue();
      assertThatThrownBy(recorder::close).hasMessage("there is no session " + id);
    }
  }

  @Test
  void location_unlessNamed_isInTheUsersDataFolder() {
    Path home = Path.of("/home/anna");
    assertThat(StoreLocation.of(Map.of(), "Linux", home))
        .isEqualTo("/home/anna/.local/share/mien/sessions.db");
    assertThat(StoreLocation.of(Map.of("XDG_DATA_HOME", "/data"), "Linux", home))
        .isEqualTo("/data/mien/sessions.db");
    assertThat(StoreLocation.of(Map.of(), "Mac OS X", home)).contains("Application Support");
    assertThat(StoreLocation.of(Map.of("MIEN_STORE", "x.db"), "Linux", home)).isEqualTo("x.db");
  }
}
