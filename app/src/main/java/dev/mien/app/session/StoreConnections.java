package dev.mien.app.session;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Opens the database of sessions: its file or its server, and its schema. */
final class StoreConnections {
  private static final int CONNECTIONS = 4;

  /** SQLite has one writer, for whom others wait; a deletion of a long session takes a while. */
  private static final int BUSY_MILLIS = 10_000;

  /** A PostgreSQL that gives no connection for so long is away. */
  static final int AWAY_MILLIS = 900;

  /** Whether a connection still works is asked for so long, which may come on top. */
  static final int VALIDATION_MILLIS = 300;

  /** A PostgreSQL that does not answer a short question for so long is frozen. */
  static final int SILENCE_MILLIS = 800;

  private static final String AWAY_SECONDS = "2";
  private static final String SILENT_SECONDS = "20";

  private StoreConnections() {}

  static HikariDataSource open(String location) {
    HikariConfig config = new HikariConfig();
    Path file = StoreLocation.file(location);
    if (file != null) {
      prepare(file);
      sqlite(config, file);
    } else if (location.startsWith("jdbc:postgresql:")) {
      postgresql(config, location);
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
    return dataSource;
  }

  private static void sqlite(HikariConfig config, Path file) {
    config.setJdbcUrl(StoreLocation.SQLITE + file);
    // Write-ahead log: readers and the writer do not wait for each other. Full: what was written
    // survives a power cut. Secure delete: what was deleted is overwritten.
    config.addDataSourceProperty("journal_mode", "WAL");
    config.addDataSourceProperty("synchronous", "FULL");
    config.addDataSourceProperty("foreign_keys", "true");
    config.addDataSourceProperty("secure_delete", "true");
    // Whoever is going to write waits for the writer before reading, and not in vain after it.
    config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    config.addDataSourceProperty("busy_timeout", String.valueOf(BUSY_MILLIS));
  }

  private static void postgresql(HikariConfig config, String location) {
    config.setJdbcUrl(location);
    config.setConnectionTimeout(AWAY_MILLIS);
    config.setValidationTimeout(VALIDATION_MILLIS);
    config.addDataSourceProperty("connectTimeout", AWAY_SECONDS);
    config.addDataSourceProperty("loginTimeout", AWAY_SECONDS);
    config.addDataSourceProperty("socketTimeout", SILENT_SECONDS);
  }

  /**
   * Makes folder and file if they are not there: for their owner alone, as SQLite's others then.
   */
  private static void prepare(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (FileAlreadyExistsException e) {
      // Whoever made it decided who reads it.
    } catch (IOException e) {
      throw new SessionException("the session store's file cannot be made: " + e.getMessage(), e);
    }
  }

  static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
    // SQLite's driver says it twice, with a code in front.
    return message.replaceFirst("^\\[SQLITE_\\w+] *(.*?) *\\(.*\\)$", "$1");
  }
}
