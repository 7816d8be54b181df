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
  private static final String FILE = "log.jsonl";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path file;
  private final List<String> lines;
  private final List<EpochResult> results = new ArrayList<>();

  /** Reads the results of the first {@code epochs} epochs from the log of a run's folder. */
  TrainingLog(Path folder, int epochs) throws IOException {
    file = folder.resolve(FILE);
    lines = epochs == 0 ? List.of() : List.copyOf(Files.readAllLines(file).subList(0, epochs));
    for (String line : lines) {
      results.add(JSON.readValue(line, EpochResult.class));
    }
  }

  /** Leaves in the file what was read, and cuts off what followed. */
  void write() throws IOException {
    Files.write(file, lines);
  }

  /** How many epochs the log of a run's folder holds; none if there is no log. */
  static int epochsIn(Path folder) throws IOException {
    Path log = folder.resolve(FILE);
    return Files.isRegularFile(log) ? Files.readAllLines(log).size() : 0;
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
