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
   * Refuses a folder in which nothing can be written, or that cannot be made, before there is
   * anything to write.
   */
  static void requireWritable(Path folder) throws IOException {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there)) {
      throw new IOException(there + " is not a folder");
    }
    if (!Files.isWritable(there)) {
      throw new IOException("nothing can be written in " + there);
    }
  }

  static boolean isIn(Path folder, String name) {
    return Files.isRegularFile(folder.resolve(name));
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is damaged
   */
  static <T> T read(Path folder, String name, Class<T> type) throws IOException {
    Path file = folder.resolve(name);
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
  static void write(Path folder, String name, Object value) throws IOException {
    CompleteFile.write(
        folder.resolve(name),
        unfinished -> Files.writeString(unfinished, JSON.writeValueAsString(value)));
  }
}
