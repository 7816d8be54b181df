package dev.mien.app.cli.training;

import dev.mien.training.dataset.FerReader;
import dev.mien.training.dataset.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the labelled faces are. */
final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "FILE",
      required = true,
      description =
          "FER2013 as Kaggle gives it: fer2013.csv or icml_face_data.csv, plain or gzipped.")
  private @Nullable Path data;

  @Option(
      names = "--votes",
      paramLabel = "FILE",
      description = "FER+ votes for the same rows: fer2013new.csv.")
  private @Nullable Path votes;

  List<Sample> read() throws IOException {
    if (data == null) {
      throw new IllegalStateException("picocli demands --data");
    }
    return FerReader.read(data, votes);
  }

  boolean hasVotes() {
    return votes != null;
  }
}
