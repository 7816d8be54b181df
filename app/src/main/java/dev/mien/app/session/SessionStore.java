package dev.mien.app.session;

import com.zaxxer.hikari.HikariDataSource;
import dev.mien.app.session.SessionInfo.Status;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in a database: a SQLite file, or PostgreSQL by its JDBC URL; the schema is the same and
 * is brought up to date when the store is opened. A database that does not answer, or has no room,
 * is a {@link SessionException}. Thread-safe.
 */
public final class SessionStore implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("[\\w-]{1,64}");
  private static final int EMPTYING_ATTEMPTS = 40;
  private static final long EMPTYING_WAIT_MILLIS = 50;

  /** Frames, or faces if there are more of them, that a recording holds. */
  private static final int MOST_IN_MEMORY = 500_000;

  private static final int FRAMES_AT_ONCE = 2000;

  /** With less room on the disk, a store is not ready. */
  private static final long ROOM_BYTES = 8L << 20;

  private final HikariDataSource dataSource;
  private final Jdbi jdbi;
  private final @Nullable Path file;
  private final Clock clock;
  private final String writer = WriterName.create();
  private final RecorderTimer timer;

  private SessionStore(HikariDataSource dataSource, @Nullable Path file, Clock clock) {
    this.dataSource = dataSource;
    this.jdbi = Jdbi.create(dataSource);
    this.file = file;
    this.clock = clock;
    timer = new RecorderTimer(this);
  }

  /**
   * Opens a store, which is made if it is not there: a file for its owner alone.
   *
   * @param location the path of a SQLite file, or a JDBC URL of PostgreSQL with user and password
   * @throws SessionException if it cannot be opened; the sentence says why
   */
  public static SessionStore open(String location) {
    return open(location, Clock.systemUTC());
  }

  static SessionStore open(String location, Clock clock) {
    return new SessionStore(StoreConnections.open(location), StoreLocation.file(location), clock);
  }

  /** Begins a session; close the recorder to end it. */
  public SessionRecorder start(NewSession session) {
    SessionInfo info = begin(session);
    claim(info.id());
    return new SessionRecorder(this, info, true);
  }

  /** Begins a session without writing to it. */
  public SessionInfo begin(NewSession session) {
    String id = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    long now = clock.millis();
    write(handle -> SessionRows.insert(handle, id, session, now));
    return find(id).orElseThrow();
  }

  /**
   * Goes on with a session that was not ended: a new stream whose frames come after all that are
   * there.
   *
   * @throws SessionException if there is none, it was ended, or another process writes to it
   */
  public SessionRecorder resume(String id) {
    SessionInfo info = get(id);
    if (info.endedAt() != null) {
      throw SessionException.ended(id);
    }
    claim(id);
    return new SessionRecorder(this, info, false);
  }

  /** Becomes the one process that writes to a session. */
  private void claim(String id) {
    long now = clock.millis();
    long silentSince = now - SessionInfo.SILENCE.toMillis();
    boolean claimed =
        answer(
            handle ->
                handle.inTransaction(tx -> SessionRows.claim(tx, id, writer, now, silentSince)));
    if (!claimed) {
      throw SessionException.takenOver(id);
    }
  }

  void release(String id) {
    write(handle -> SessionRows.release(handle, id, writer));
  }

  /** All sessions, the latest first. */
  public List<SessionInfo> list() {
    return quickly(SessionRows::list);
  }

  /** What is known of a session. */
  public Optional<SessionInfo> find(String id) {
    return ID.matcher(id).matches()
        ? quickly(handle -> SessionRows.find(handle, id))
        : Optional.empty();
  }

  /** What is known of a session; throws if there is none. */
  public SessionInfo get(String id) {
    return find(id).orElseThrow(() -> SessionException.unknown(id));
  }

  /**
   * Whether the database answers, and takes what recorders give it: it has room, and what was last
   * tried succeeded. Answers within two seconds.
   */
  public boolean isWell() {
    try {
      boolean answers = quickly(handle -> SessionRows.find(handle, "")).isEmpty();
      boolean room = file == null || file.toFile().getUsableSpace() > ROOM_BYTES;
      return answers && room && !timer.isAnyFailing();
    } catch (SessionException e) {
      return false;
    }
  }

  /**
   * Reads a session into memory: about 15 MB for an hour of one face at 15 frames/s. Of sessions
   * with more than half a million faces every second frame is left out, or more, so that memory is
   * bounded; {@link #forEachFrame} leaves out none. Frames that are added meanwhile are not there.
   */
  public Recording load(String id) {
    SessionInfo info = get(id);
    FrameThinning frames =
        new FrameThinning(MOST_IN_MEMORY, frame -> Math.max(1, frame.observations().size()));
    forEachFrame(info, frames::add);
    return answer(
        handle ->
            new Recording(
                info,
                frames.count(),
                frames.frames(),
                SessionRows.events(handle, id),
                SessionRows.portraits(handle, id)));
  }

  /**
   * Reads all frames of a session, some of them at a time: neither memory nor the database is held
   * while they are used.
   *
   * @param session as it was at some time; frames that came later are left out
   * @param action receives the frames in order of time
   * @throws SessionException if the session is deleted meanwhile
   */
  public void forEachFrame(SessionInfo session, Consumer<RecordedFrame> action) {
    forEachFrame(session, FRAMES_AT_ONCE, action);
  }

  void forEachFrame(SessionInfo session, int atOnce, Consumer<RecordedFrame> action) {
    String id = session.id();
    long until = SessionRows.latest(session.length());
    long last = Long.MIN_VALUE;
    SessionRows.FramePage page;
    do {
      long after = last;
      page = answer(handle -> SessionRows.frames(handle, id, after, until, atOnce));
      page.frames().forEach(action);
      last = page.last();
    } while (page.frames().size() == atOnce);
    get(id);
  }

  /** Ends a session; does nothing if that was done. */
  public void end(String id) {
    get(id);
    write(handle -> SessionRows.end(handle, id, clock.millis()));
  }

  /** Says in which range people looked neutral. */
  public void calibrate(String id, TimeRange baseline) {
    get(id);
    write(handle -> SessionRows.calibrate(handle, id, baseline));
  }

  /**
   * Deletes a session with all that belongs to it; nothing of it stays in the database's files.
   *
   * @throws SessionException if there is none
   */
  public void delete(String id) {
    get(id);
    deleteAll(List.of(id));
  }

  /** Deletes ended and interrupted sessions that began longer ago than that; says how many. */
  public int prune(Duration age) {
    Instant now = clock.instant();
    List<String> old =
        list().stream()
            .filter(info -> info.status(now) != Status.RUNNING)
            .filter(info -> info.startedAt().plus(age).isBefore(now))
            .map(SessionInfo::id)
            .toList();
    deleteAll(old);
    return old.size();
  }

  private void deleteAll(List<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    write(handle -> ids.forEach(id -> SessionRows.delete(handle, id)));
    if (file != null) {
      // The rows are overwritten in the file; the log still has them until it is emptied.
      answer(SessionStore::emptyLog);
    }
  }

  /** Others who are just reading must finish first. */
  private static boolean emptyLog(Handle handle) {
    for (int attempt = 0; attempt < EMPTYING_ATTEMPTS; attempt++) {
      int busy =
          handle
              .createQuery("pragma wal_checkpoint(truncate)")
              .map((row, context) -> row.getInt("busy"))
              .one();
      if (busy == 0) {
        return true;
      }
      try {
        Thread.sleep(EMPTYING_WAIT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  /** Asks the database; whatever it does instead of answering is a {@link SessionException}. */
  private <T> T answer(Function<Handle, T> question) {
    try {
      return jdbi.withHandle(question::apply);
    } catch (JdbiException e) {
      throw new SessionException(
          "the session store does not answer: " + StoreConnections.rootMessage(e), e);
    }
  }

  /** Asks something that needs no time; a server that is frozen is not waited for. */
  private <T> T quickly(Function<Handle, T> question) {
    if (file != null) {
      return answer(question);
    }
    return answer(
        handle -> {
          try {
            int usual = handle.getConnection().getNetworkTimeout();
            handle
                .getConnection()
                .setNetworkTimeout(Runnable::run, StoreConnections.SILENCE_MILLIS);
            T answer = question.apply(handle);
            handle.getConnection().setNetworkTimeout(Runnable::run, usual);
            return answer;
          } catch (SQLException e) {
            throw new SessionException("the session store does not answer", e);
          }
        });
  }

  /** Writes in one transaction. */
  void write(SessionWork work) {
    answer(
        handle -> {
          handle.useTransaction(work::write);
          return true;
        });
  }

  /** What a recorder does in a transaction. */
  interface SessionWork {
    void write(Handle handle);
  }

  void heartbeat() {
    write(handle -> SessionRows.heartbeats(handle, writer, clock.millis()));
  }

  String writer() {
    return writer;
  }

  RecorderTimer timer() {
    return timer;
  }

  Clock clock() {
    return clock;
  }

  /** The largest track number of a session and the time of its last frame. */
  SessionRows.Reach reach(String id) {
    return answer(handle -> SessionRows.reach(handle, id));
  }

  /** Frees the connections. */
  @Override
  public void close() {
    timer.close();
    dataSource.close();
  }
}
