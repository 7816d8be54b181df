package dev.mien.training;

import dev.mien.training.dataset.FerReader;
import dev.mien.training.dataset.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** FER2013 and FER+ beside the checkout; tests that need them are skipped where they are not. */
public final class SharedData {
  private static final Path FOLDER = Path.of("..", "..", "shared", "data");
  private static List<Sample> samples = List.of();

  private SharedData() {}

  public static synchronized List<Sample> read() {
    Path data = FOLDER.resolve("fer2013.csv.gz");
    Assumptions.assumeTrue(Files.exists(data), "skipped: FER2013 is not at ../shared/data");
    if (samples.isEmpty()) {
      try {
        samples = FerReader.read(data, FOLDER.resolve("fer2013new.csv"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return samples;
  }
}
