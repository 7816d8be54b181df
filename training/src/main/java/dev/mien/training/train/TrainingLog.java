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
  private final List<String> lines = new ArrayList<>();
  private final List<EpochResult> results = new ArrayList<>();

  /**
   * Reads the results of the first {@code epochs} epochs from the log of a run's folder.
   *
   * @throws IOException if it holds fewer, or cannot be read
   */
  TrainingLog(Path folder, int epochs) throws IOException {
    file = folder.resolve(FILE);
    List<String> there = epochs == 0 ? List.of() : Files.readAllLines(file);
    if (there.size() < epochs) {
      throw new IOException(
          "%s holds %d epochs, the checkpoint beside it %d".formatted(file, there.size(), epochs));
    }
    for (String line : there.subList(0, epochs)) {
      lines.add(line);
      results.add(JSON.readValue(line, EpochResult.class));
    }
  }

  /** Cuts off what the file holds beyond the results. */
  void cut() throws IOException {
    CompleteFile.write(file, unfinished -> Files.write(unfinished, lines));
  }

  /** How many epochs the log of a run's folder holds; none if there is no log. */
  static int epochsIn(Path folder) throws IOException {
    Path log = folder.resolve(FILE);
    return Files.isRegularFile(log) ? Files.readAllLines(log).size() : 0;
  }

  void append(EpochResult result) throws IOException {
    String line = JSON.writeValueAsString(result);
    results.add(result);
    lines.add(line);
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  List<EpochResult> results() {
    return Collections.unmodifiableList(results);
  }
}
