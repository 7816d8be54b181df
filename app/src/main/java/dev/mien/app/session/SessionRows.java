package dev.mien.app.session;

import dev.mien.FaceResult;
import dev.mien.event.ExpressionEvent;
import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.face.QualityReason;
import dev.mien.geometry.Box;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The SQL of sessions: the schema is in migrations/. */
final class SessionRows {
  private static final List<String> EMOTIONS =
      Arrays.stream(Emotion.values()).map(Emotion::label).toList();
  private static final String SESSIONS =
      "select session.*, (select max(time) from frame where session_id = session.id) as last_frame"
          + " from session";

  private static final String OBSERVATION_COLUMNS =
      "session_id, time, track, emotion, "
          + String.join(", ", EMOTIONS)
          + ", "
          + EMOTIONS.stream().map(label -> "smoothed_" + label).collect(Collectors.joining(", "))
          + ", box_left, box_top, box_width, box_height, detection_score, reasons";

  private static final long MOST_MICROS = Long.MAX_VALUE / 1000;

  private SessionRows() {}

  /** How far a session has come. */
  record Reach(int track, @Nullable Duration lastFrame, int events) {}

  static void insert(Handle handle, String id, NewSession session, long now) {
    handle.execute(
        "insert into session (id, name, source, model, images, started_at, heartbeat_at)"
            + " values (?, ?, ?, ?, ?, ?, ?)",
        id,
        session.name(),
        session.source(),
        session.model(),
        session.images(),
        now,
        now);
  }

  static List<SessionInfo> list(Handle handle) {
    return handle
        .createQuery(SESSIONS + " order by started_at desc, id")
        .map((row, context) -> info(row))
        .list();
  }

  static Optional<SessionInfo> find(Handle handle, String id) {
    return handle
        .createQuery(SESSIONS + " where id = :id")
        .bind("id", id)
        .map((row, context) -> info(row))
        .findOne();
  }

  private static SessionInfo info(ResultSet row) throws SQLException {
    Instant ended = Instant.ofEpochMilli(row.getLong("ended_at"));
    boolean running = row.wasNull();
    Duration from = micros(row.getLong("baseline_from"));
    boolean uncalibrated = row.wasNull();
    Duration to = micros(row.getLong("baseline_to"));
    return new SessionInfo(
        row.getString("id"),
        NewSession.printable(row.getString("name")),
        NewSession.printable(row.getString("source")),
        row.getString("model"),
        row.getBoolean("images"),
        Instant.ofEpochMilli(row.getLong("started_at")),
        Instant.ofEpochMilli(row.getLong("heartbeat_at")),
        running ? null : ended,
        micros(row.getLong("last_frame")),
        uncalibrated || from.isNegative() || to.compareTo(from) < 0
            ? null
            : new TimeRange(from, to));
  }

  static void end(Handle handle, String id, long now) {
    handle.execute("update session set ended_at = ? where id = ? and ended_at is null", now, id);
  }

  /** Becomes the writer of a session that has none, or whose writer is gone. */
  static boolean claim(Handle handle, String id, String writer, long now, long silentSince) {
    String before =
        handle
            .createQuery("select coalesce(writer, '') from session where id = :id")
            .bind("id", id)
            .mapTo(String.class)
            .findOne()
            .orElse("");
    return handle.execute(
            "update session set writer = ?, heartbeat_at = ? where id = ?"
                + " and (coalesce(writer, '') in ('', ?, ?) or heartbeat_at < ?)",
            writer,
            now,
            id,
            writer,
            WriterName.isGone(before) ? before : "",
            silentSince)
        > 0;
  }

  static void release(Handle handle, String id, String writer) {
    handle.execute("update session set writer = null where id = ? and writer = ?", id, writer);
  }

  /** Says that a session's writer is there; false if another one is now. */
  static boolean heartbeat(Handle handle, String id, String writer, long now) {
    return handle.execute(
            "update session set heartbeat_at = ? where id = ? and writer = ?", now, id, writer)
        > 0;
  }

  /** The same for all sessions of a writer. */
  static void heartbeats(Handle handle, String writer, long now) {
    handle.execute("update session set heartbeat_at = ? where writer = ?", now, writer);
  }

  static void calibrate(Handle handle, String id, TimeRange baseline) {
    handle.execute(
        "update session set baseline_from = ?, baseline_to = ? where id = ?",
        micros(baseline.from()),
        micros(baseline.to()),
        id);
  }

  static void delete(Handle handle, String id) {
    for (String table : List.of("face_image", "event", "observation", "frame")) {
      handle.execute("delete from " + table + " where session_id = ?", id);
    }
    handle.execute("delete from session where id = ?", id);
  }

  static Reach reach(Handle handle, String id) {
    int track =
        handle
            .createQuery("select coalesce(max(track), 0) from observation where session_id = :id")
            .bind("id", id)
            .mapTo(Integer.class)
            .one();
    Optional<Long> last =
        handle
            .createQuery("select max(time) from frame where session_id = :id")
            .bind("id", id)
            .mapTo(Long.class)
            .findOne();
    int events =
        handle
            .createQuery("select count(*) from event where session_id = :id")
            .bind("id", id)
            .mapTo(Integer.class)
            .one();
    return new Reach(track, last.map(SessionRows::micros).orElse(null), events);
  }

  static void insertFrames(Handle handle, String id, List<RecordedFrame> frames) {
    if (frames.isEmpty()) {
      return;
    }
    PreparedBatch frameRows =
        handle.prepareBatch("insert into frame (session_id, time, cut) values (?, ?, ?)");
    PreparedBatch faceRows =
        handle.prepareBatch(
            "insert into observation ("
                + OBSERVATION_COLUMNS
                + ") values ("
                + OBSERVATION_COLUMNS.replaceAll("\\w+", "?")
                + ")");
    for (RecordedFrame frame : frames) {
      long time = micros(frame.time());
      frameRows.add(id, time, frame.cut());
      for (Observation observation : frame.observations()) {
        faceRows.add(cells(id, time, observation).toArray());
      }
    }
    frameRows.execute();
    if (faceRows.size() > 0) {
      faceRows.execute();
    }
  }

  private static List<Object> cells(String id, long time, Observation observation) {
    List<Object> cells =
        new ArrayList<>(List.of(id, time, observation.track(), observation.label()));
    for (EmotionScores scores : List.of(observation.raw(), observation.smoothed())) {
      for (float probability : scores.toArray()) {
        cells.add(probability);
      }
    }
    Box box = observation.box();
    cells.addAll(
        List.of(
            (float) box.left(),
            (float) box.top(),
            (float) box.width(),
            (float) box.height(),
            (float) observation.detectionScore(),
            observation.reasons().stream()
                .map(QualityReason::code)
                .collect(Collectors.joining(" "))));
    return cells;
  }

  /**
   * Some of a session's frames.
   *
   * @param frames in order, with their faces
   * @param last the time of the last one as it is stored, to go on after
   */
  record FramePage(List<RecordedFrame> frames, long last) {}

  /**
   * The frames after a time.
   *
   * @param after in microseconds
   * @param until the latest time, in microseconds
   * @param most how many at most
   */
  static FramePage frames(Handle handle, String id, long after, long until, int most) {
    List<FrameRow> rows =
        handle
            .createQuery(
                "select time, cut from frame where session_id = :id and time > :after"
                    + " and time <= :until order by time limit :most")
            .bind("id", id)
            .bind("after", after)
            .bind("until", until)
            .bind("most", most)
            .map((row, context) -> new FrameRow(row.getLong("time"), row.getBoolean("cut")))
            .list();
    if (rows.isEmpty()) {
      return new FramePage(List.of(), after);
    }
    long last = rows.get(rows.size() - 1).time();
    Map<Long, List<Observation>> faces = new HashMap<>();
    handle
        .createQuery(
            "select * from observation where session_id = :id and time > :after"
                + " and time <= :last order by time, track")
        .bind("id", id)
        .bind("after", after)
        .bind("last", last)
        .map((row, context) -> Map.entry(row.getLong("time"), observation(row)))
        .forEach(
            face ->
                faces
                    .computeIfAbsent(face.getKey(), time -> new ArrayList<>())
                    .add(face.getValue()));
    List<RecordedFrame> frames =
        rows.stream()
            .map(
                row ->
                    new RecordedFrame(
                        micros(row.time()), faces.getOrDefault(row.time(), List.of()), row.cut()))
            .toList();
    return new FramePage(frames, last);
  }

  private record FrameRow(long time, boolean cut) {}

  private static Observation observation(ResultSet row) throws SQLException {
    String reasons = row.getString("reasons");
    return new Observation(
        row.getInt("track"),
        scores(row, ""),
        scores(row, "smoothed_"),
        FaceResult.emotionOf(row.getString("emotion")),
        new Box(
            row.getFloat("box_left"),
            row.getFloat("box_top"),
            row.getFloat("box_width"),
            row.getFloat("box_height")),
        row.getFloat("detection_score"),
        reasons.isEmpty()
            ? List.of()
            : Arrays.stream(reasons.split(" ", -1))
                .map(code -> QualityReason.valueOf(code.toUpperCase(Locale.ROOT)))
                .toList());
  }

  private static EmotionScores scores(ResultSet row, String prefix) throws SQLException {
    float[] probabilities = new float[EMOTIONS.size()];
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = row.getFloat(prefix + EMOTIONS.get(i));
    }
    return EmotionScores.of(probabilities);
  }

  static void insertEvents(Handle handle, String id, int first, List<ExpressionEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      ExpressionEvent event = events.get(i);
      handle.execute(
          "insert into event (session_id, number, time, track, rule, kind, value)"
              + " values (?, ?, ?, ?, ?, ?, ?)",
          id,
          first + i,
          micros(event.time()),
          event.track(),
          event.rule(),
          event.kind().code(),
          (float) event.value());
    }
  }

  static List<ExpressionEvent> events(Handle handle, String id) {
    return handle
        .createQuery("select * from event where session_id = :id order by number")
        .bind("id", id)
        .map(
            (row, context) ->
                new ExpressionEvent(
                    row.getString("rule"),
                    ExpressionEvent.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                    micros(row.getLong("time")),
                    row.getInt("track"),
                    row.getFloat("value")))
        .list();
  }

  static void insertImage(Handle handle, String id, FaceImage image) {
    handle.execute(
        "insert into face_image (session_id, time, track, png) values (?, ?, ?, ?)",
        id,
        micros(image.time()),
        image.track(),
        image.png());
  }

  /** The picture from the middle of each track. */
  static Map<Integer, String> portraits(Handle handle, String id) {
    Map<Integer, List<Long>> times = new HashMap<>();
    handle
        .createQuery("select track, time from face_image where session_id = :id order by time")
        .bind("id", id)
        .map((row, context) -> Map.entry(row.getInt("track"), row.getLong("time")))
        .forEach(
            image ->
                times
                    .computeIfAbsent(image.getKey(), track -> new ArrayList<>())
                    .add(image.getValue()));
    Map<Integer, String> portraits = new HashMap<>();
    times.forEach(
        (track, of) -> portraits.put(track, image(handle, id, of.get(of.size() / 2), track)));
    return portraits;
  }

  private static String image(Handle handle, String id, long time, int track) {
    return handle
        .createQuery(
            "select png from face_image where session_id = :id and time = :time and track = :track")
        .bind("id", id)
        .bind("time", time)
        .bind("track", track)
        .mapTo(String.class)
        .one();
  }

  /** The latest stored time that is shown as this one or as an earlier one. */
  static long latest(Duration time) {
    long micros = micros(time);
    return micros == MOST_MICROS ? Long.MAX_VALUE : micros;
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }

  /** Times that are too large are shown as the largest. */
  private static Duration micros(long micros) {
    return Duration.ofNanos(1000 * Math.max(-MOST_MICROS, Math.min(MOST_MICROS, micros)));
  }
}
