package dev.mien.training.train;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a run's folder says of the run beside its plan.
 *
 * @param seed from which weights, order and augmentation are drawn
 */
record RunInfo(long seed) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FILE = "run.json";

  static RunInfo read(Path folder) throws IOException {
    return JSON.readValue(Files.readString(folder.resolve(FILE)), RunInfo.class);
  }

  void write(Path folder) throws IOException {
    Files.writeString(folder.resolve(FILE), JSON.writeValueAsString(this));
  }

  void requireSame(RunInfo earlier, Path folder) throws IOException {
    if (!equals(earlier)) {
      throw new IOException(
          "%s was begun with seed %d and cannot go on with seed %d"
              .formatted(folder, earlier.seed, seed));
    }
  }
}
