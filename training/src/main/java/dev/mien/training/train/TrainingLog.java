package dev.mien.training.train;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The results of a run's epochs, kept as JSON Lines. */
final class TrainingLog {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final List<EpochResult> results = new ArrayList<>();

  /** Opens the log; an existing one is read if {@code resume}, else begun anew. */
  TrainingLog(Path file, boolean resume) throws IOException {
    this.file = file;
    if (resume) {
      for (String line : Files.readAllLines(file)) {
        results.add(JSON.readValue(line, EpochResult.class));
      }
    } else {
      Files.deleteIfExists(file);
    }
  }

  void append(EpochResult result) throws IOException {
    results.add(result);
    Files.writeString(
        file,
        JSON.writeValueAsString(result) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  List<EpochResult> results() {
    return Collections.unmodifiableList(results);
  }
}
