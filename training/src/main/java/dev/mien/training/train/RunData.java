package dev.mien.training.train;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a run's folder says of the images of the run, so that it goes on with the same ones.
 *
 * @param training how many images it learns from, those of the model that it started from not
 *     counted
 * @param validation how many it is measured on
 * @param sha256 of pixels, labels and votes of both, in their order
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record RunData(int training, int validation, String sha256) {
  private static final String FILE = "data.json";

  static RunData of(List<Sample> samples) {
    List<Sample> training = Split.TRAINING.of(samples);
    List<Sample> validation = Split.VALIDATION.of(samples);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (List<Sample> part : List.of(training, validation)) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.size()).flip());
        for (Sample sample : part) {
          digest.update(sample.pixels());
          String labels = sample.label() + " " + sample.votes() + "\n";
          digest.update(labels.getBytes(StandardCharsets.US_ASCII));
        }
      }
      String sha256 = HexFormat.of().formatHex(digest.digest());
      return new RunData(training.size(), validation.size(), sha256);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs of earlier versions do not say. */
  static boolean isIn(Path folder) {
    return RunFile.isIn(folder, FILE);
  }

  static RunData read(Path folder) throws IOException {
    return RunFile.read(folder, FILE, RunData.class);
  }

  void write(Path folder) throws IOException {
    RunFile.write(folder, FILE, this);
  }

  /** Refuses to go on with a run that was begun with other images. */
  void requireSame(RunData earlier, Path folder) throws IOException {
    if (!equals(earlier)) {
      throw new IOException(
          "%s was begun with other images or labels (%,d images for training and %,d for validation, now %,d and %,d): give the same --data and --votes, and --include-validation if it was given"
              .formatted(folder, earlier.training, earlier.validation, training, validation));
    }
  }
}
