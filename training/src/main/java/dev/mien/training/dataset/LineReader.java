package dev.mien.training.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text line by line, as long as lines and their number stay within what a data set has: a
 * small compressed file may unpack to a line, or to lines, without end.
 */
final class LineReader implements AutoCloseable {
  /** A row of FER2013 has some 9,000 characters. */
  static final int MAX_LINE = 64 * 1024;

  private static final int MAX_LINES = 2_000_000;

  private final Path file;
  private final BufferedReader reader;
  private int lines;

  LineReader(Path file, BufferedReader reader) {
    this.file = file;
    this.reader = reader;
  }

  /**
   * The next line without its end, or null after the last.
   *
   * @throws IOException if it is longer than any row, or there are too many; the message says where
   */
  @Nullable String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return null;
    }
    if (++lines > MAX_LINES) {
      throw new IOException(file + " has more than " + MAX_LINES + " lines");
    }
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (line.length() == MAX_LINE) {
        throw new IOException(
            "%s, line %d: it is longer than %,d characters".formatted(file, lines, MAX_LINE));
      }
      line.append((char) c);
    }
    int end = line.length() - 1;
    return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
