package dev.mien.app.cli.analyze;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of results record by record: a line, or for CSV a row, whose quoted cells may hold
 * line ends. Not thread-safe.
 */
final class RecordReader implements AutoCloseable {
  /** An image with ten thousand faces has some ten million characters. */
  static final int MAX_RECORD = 16 * 1024 * 1024;

  private final Path file;
  private final boolean csv;
  private final BufferedReader reader;
  private boolean brokenOff;

  RecordReader(Path file, boolean csv) throws IOException {
    this.file = file;
    this.csv = csv;
    // Lenient: a run that was killed may have written half of a character.
    this.reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
  }

  /**
   * The next record with its line end; null after the last complete one.
   *
   * @throws IOException if it is longer than any record of results
   */
  @Nullable String next() throws IOException {
    StringBuilder record = new StringBuilder();
    boolean quoted = false;
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      if (record.length() == MAX_RECORD) {
        throw new IOException(
            "%s has a record of more than %,d characters, which no results have"
                .formatted(file, MAX_RECORD));
      }
      record.append((char) c);
      if (c == '"' && csv) {
        quoted = !quoted;
      } else if (c == '\n' && !quoted) {
        return record.toString();
      }
    }
    brokenOff = !record.isEmpty();
    return null;
  }

  /** Whether the file ends within a record, once {@link #next} has returned null. */
  boolean isBrokenOff() {
    return brokenOff;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
