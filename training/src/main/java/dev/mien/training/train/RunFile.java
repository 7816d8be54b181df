package dev.mien.training.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small JSON files of a run's folder. */
final class RunFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RunFile() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is damaged
   */
  static <T> T read(Path file, Class<T> type) throws IOException {
    T value;
    try {
      value = JSON.readValue(Files.readString(file), type);
    } catch (JsonProcessingException e) {
      throw new IOException(file + " is damaged", e);
    }
    if (value == null) {
      throw new IOException(file + " is damaged");
    }
    return value;
  }

  /** Writes a file, which is complete or as it was. */
  static void write(Path file, Object value) throws IOException {
    CompleteFile.write(
        file, unfinished -> Files.writeString(unfinished, JSON.writeValueAsString(value)));
  }
}
