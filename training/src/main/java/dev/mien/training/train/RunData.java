package dev.mien.training.train;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.training.dataset.ImageFingerprints;
import dev.mien.training.dataset.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run's folder says of the images of the run, so that it goes on with the same ones.
 *
 * @param training how many images it learns from, those of the model that it started from not
 *     counted
 * @param validation how many it is measured on
 * @param sha256 of the fingerprints of both
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record RunData(int training, int validation, String sha256) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FILE = "data.json";

  static RunData of(List<Sample> training, List<Sample> validation) {
    String both =
        ImageFingerprints.of(training).toText() + "\n" + ImageFingerprints.of(validation).toText();
    return new RunData(
        training.size(),
        validation.size(),
        InstalledModels.sha256(both.getBytes(StandardCharsets.US_ASCII)));
  }

  /** Runs of earlier versions do not say. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  static RunData read(Path folder) throws IOException {
    return JSON.readValue(Files.readString(folder.resolve(FILE)), RunData.class);
  }

  void write(Path folder) throws IOException {
    CompleteFile.write(
        folder.resolve(FILE),
        unfinished -> Files.writeString(unfinished, JSON.writeValueAsString(this)));
  }

  /** Refuses to go on with a run that was begun with other images. */
  void requireSame(RunData earlier, Path folder) throws IOException {
    if (!equals(earlier)) {
      throw new IOException(
          "%s was begun with other images (%,d for training and %,d for validation, now %,d and %,d): give the same --data, and --include-validation if it was given"
              .formatted(folder, earlier.training, earlier.validation, training, validation));
    }
  }
}
