package dev.mien.app.session;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.mien.app.session.SessionInfo.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Sessions in a database: a SQLite file, or PostgreSQL by its JDBC URL; the schema is the same and
 * is brought up to date when the store is opened. Thread-safe.
 */
public final class SessionStore implements AutoCloseable {
  private static final String SQLITE = "jdbc:sqlite:";
  private static final int CONNECTIONS = 4;
  private static final int BUSY_MILLIS = 10_000;
  private static final int EMPTYING_ATTEMPTS = 40;
  private static final long EMPTYING_WAIT_MILLIS = 50;

  private final HikariDataSource dataSource;
  private final Jdbi jdbi;
  private final boolean sqlite;
  private final Clock clock;

  private SessionStore(HikariDataSource dataSource, boolean sqlite, Clock clock) {
    this.dataSource = dataSource;
    this.jdbi = Jdbi.create(dataSource);
    this.sqlite = sqlite;
    this.clock = clock;
  }

  /**
   * Opens a store, which is made if it is not there.
   *
   * @param location the path of a SQLite file, or a JDBC URL of PostgreSQL with user and password
   * @throws SessionException if it cannot be opened; the sentence says why
   */
  public static SessionStore open(String location) {
    return open(location, Clock.systemUTC());
  }

  static SessionStore open(String location, Clock clock) {
    boolean sqlite = !location.startsWith("jdbc:") || location.startsWith(SQLITE);
    HikariConfig config = new HikariConfig();
    if (sqlite) {
      Path file =
          Path.of(location.startsWith(SQLITE) ? location.substring(SQLITE.length()) : location);
      makeFolder(file);
      config.setJdbcUrl(SQLITE + file);
      // Write-ahead log: readers and the writer do not wait for each other. Full: what was written
      // survives a power cut. Secure delete: what was deleted is overwritten.
      config.addDataSourceProperty("journal_mode", "WAL");
      config.addDataSourceProperty("synchronous", "FULL");
      config.addDataSourceProperty("foreign_keys", "true");
      config.addDataSourceProperty("secure_delete", "true");
      config.addDataSourceProperty("busy_timeout", String.valueOf(BUSY_MILLIS));
    } else if (location.startsWith("jdbc:postgresql:")) {
      config.setJdbcUrl(location);
    } else {
      throw new SessionException(
          "sessions are kept in SQLite (a path) or PostgreSQL (jdbc:postgresql://...)");
    }
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setPoolName("mien-sessions");
    HikariDataSource dataSource;
    try {
      dataSource = new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new SessionException("the session store cannot be opened: " + rootMessage(e), e);
    }
    try {
      Flyway.configure()
          .dataSource(dataSource)
          .locations("classpath:dev/mien/app/session/migrations")
          .load()
          .migrate();
    } catch (FlywayException e) {
      dataSource.close();
      throw new SessionException("the session store cannot be used: " + rootMessage(e), e);
    }
    return new SessionStore(dataSource, sqlite, clock);
  }

  private static void makeFolder(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new SessionException("the session store's folder cannot be made: " + e.getMessage(), e);
    }
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
  }

  /** Begins a session; close the recorder to end it. */
  public SessionRecorder start(NewSession session) {
    SessionInfo info = begin(session);
    return new SessionRecorder(this, info, true);
  }

  /** Begins a session without writing to it. */
  public SessionInfo begin(NewSession session) {
    String id = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    long now = clock.millis();
    jdbi.useHandle(handle -> SessionRows.insert(handle, id, session, now));
    return find(id).orElseThrow();
  }

  /**
   * Goes on with a session that was not ended: a new stream whose frames come after all that are
   * there.
   *
   * @throws SessionException if there is none, or it was ended
   */
  public SessionRecorder resume(String id) {
    SessionInfo info = get(id);
    if (info.endedAt() != null) {
      throw SessionException.ended(id);
    }
    return new SessionRecorder(this, info, false);
  }

  /** All sessions, the latest first. */
  public List<SessionInfo> list() {
    return jdbi.withHandle(SessionRows::list);
  }

  /** What is known of a session. */
  public Optional<SessionInfo> find(String id) {
    return jdbi.withHandle(handle -> SessionRows.find(handle, id));
  }

  /** What is known of a session; throws if there is none. */
  public SessionInfo get(String id) {
    return find(id).orElseThrow(() -> SessionException.unknown(id));
  }

  /** Reads all of a session into memory: about 15 MB for an hour of one face at 15 frames/s. */
  public Recording load(String id) {
    SessionInfo info = get(id);
    return jdbi.withHandle(
        handle ->
            new Recording(
                info,
                SessionRows.frames(handle, id),
                SessionRows.events(handle, id),
                SessionRows.portraits(handle, id)));
  }

  /** Ends a session; does nothing if that was done. */
  public void end(String id) {
    get(id);
    jdbi.useHandle(handle -> SessionRows.end(handle, id, clock.millis()));
  }

  /** Says in which stretch people looked neutral. */
  public void calibrate(String id, Stretch baseline) {
    get(id);
    jdbi.useHandle(handle -> SessionRows.calibrate(handle, id, baseline));
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
    jdbi.useTransaction(handle -> ids.forEach(id -> SessionRows.delete(handle, id)));
    if (sqlite) {
      // The rows are overwritten in the file; the log still has them until it is emptied.
      jdbi.useHandle(SessionStore::emptyLog);
    }
  }

  /** Others who are just reading must finish first. */
  private static void emptyLog(Handle handle) {
    for (int attempt = 0; attempt < EMPTYING_ATTEMPTS; attempt++) {
      int busy =
          handle
              .createQuery("pragma wal_checkpoint(truncate)")
              .map((row, context) -> row.getInt("busy"))
              .one();
      if (busy == 0) {
        return;
      }
      try {
        Thread.sleep(EMPTYING_WAIT_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Writes in one transaction. */
  void write(SessionWork work) {
    jdbi.useTransaction(work::write);
  }

  /** What a recorder does in a transaction. */
  interface SessionWork {
    void write(Handle handle);
  }

  Clock clock() {
    return clock;
  }

  /** The largest track number of a session and the time of its last frame. */
  SessionRows.Reach reach(String id) {
    return jdbi.withHandle(handle -> SessionRows.reach(handle, id));
  }

  /** Frees the connections. */
  @Override
  public void close() {
    dataSource.close();
  }
}
