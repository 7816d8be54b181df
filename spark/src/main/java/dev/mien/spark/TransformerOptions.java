package dev.mien.spark;

import dev.mien.Mien;
import dev.mien.MienBuilder;
import dev.mien.app.image.HeifDecoder;
import dev.mien.expression.ClassPrior;
import dev.mien.expression.ModelException;
import dev.mien.face.detection.CropMode;
import dev.mien.face.detection.DetectorMode;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MienTransformer} is set to; goes to the executors. Equal options share one {@code
 * Mien}.
 *
 * @param model an installed model's name, or the sha256 sum of a model file
 * @param minConfidence null for what the model's card says
 * @param prior as {@link MienTransformer#setPrior} takes it
 * @param interval how far apart analysed frames of a film are at least
 */
record TransformerOptions(
    String model,
    DetectorMode detectorMode,
    @Nullable Double minConfidence,
    CropMode cropMode,
    String prior,
    Duration interval)
    implements Serializable {
  static final String WEB = "web";
  static final String UNIFORM = "uniform";

  TransformerOptions withModel(String other) {
    return new TransformerOptions(other, detectorMode, minConfidence, cropMode, prior, interval);
  }

  /**
   * Opens a Mien that computes on the threads that call it, and on no others: a task is a thread
   * already.
   *
   * @param modelFile the content of the model file, or null if the model is installed
   */
  Mien open(byte @Nullable [] modelFile) throws ModelException, IOException {
    MienBuilder builder =
        Mien.builder()
            .detectorMode(detectorMode)
            .cropMode(cropMode)
            .threads(1)
            .imageDecoder(new HeifDecoder());
    if (minConfidence != null) {
      builder.minConfidence(minConfidence);
    }
    ClassPrior expected = parsePrior(prior);
    if (expected != null) {
      builder.prior(expected);
    }
    if (modelFile == null) {
      return builder.model(model).open();
    }
    Path file = Files.createTempFile("mien", ".onnx");
    try {
      Files.write(file, modelFile);
      return builder.model(file.toString()).open();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Reads a prior; null means that of the training data.
   *
   * @throws IllegalArgumentException with a sentence if it is none
   */
  static @Nullable ClassPrior parsePrior(String prior) {
    return switch (prior) {
      case WEB -> null;
      case UNIFORM -> ClassPrior.uniform();
      default -> parseJson(prior);
    };
  }

  private static ClassPrior parseJson(String json) {
    try {
      return ClassPrior.parse(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the prior must be web, uniform or JSON such as {\"happiness\": 3, \"anger\": 1}: "
              + e.getMessage(),
          e);
    }
  }
}
