package dev.mien.spark.job;

import dev.mien.event.TimeSpan;
import dev.mien.spark.MienTransformer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is read, and how. */
final class AnalysisOptions {
  @Option(
      names = "--in",
      required = true,
      paramLabel = "PATTERN",
      description =
          "Pictures and films: files, folders with all that is in them, or patterns, of any file system that Spark reaches, such as 's3a://bucket/2026/*.jpg'. May be given several times.")
  private List<String> inputs = List.of();

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "1s",
      description =
          "How far apart analysed frames of a film are at least (default: ${DEFAULT-VALUE}).")
  private String every = "1s";

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      description = "The expression model: an installed one, or a file of this machine.")
  private @Nullable String model;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description =
          "In which numbers an installed model computes: fp32, int8 or auto (default: fp32).")
  private @Nullable String precision;

  @Option(
      names = "--detector",
      paramLabel = "MODE",
      description = "How hard to look for small faces: auto, near or far (default: auto).")
  private @Nullable String detector;

  @Option(
      names = "--crop",
      paramLabel = "MODE",
      description =
          "Whether pictures may be faces that were cut out already: auto, always or never (default: auto).")
  private @Nullable String crop;

  @Option(
      names = "--min-confidence",
      paramLabel = "P",
      description = "Probability below which a face is uncertain (default: the model says).")
  private @Nullable Double minConfidence;

  @Option(
      names = "--prior",
      paramLabel = "PRIOR",
      description =
          "How often each expression is expected: web, uniform, or JSON such as {\"happiness\": 3, \"anger\": 1} (default: web).")
  private @Nullable String prior;

  String[] inputs() {
    return inputs.toArray(new String[0]);
  }

  /**
   * A transformer for a column {@code path}.
   *
   * @throws IllegalArgumentException with a sentence if an option does not fit
   */
  MienTransformer transformer() {
    Duration interval = TimeSpan.parse(every);
    MienTransformer transformer =
        new MienTransformer().setInputCol("path").setInterval(interval.toNanos() / 1e9);
    if (model != null) {
      transformer.setModel(model);
    }
    if (precision != null) {
      transformer.setPrecision(precision);
    }
    if (detector != null) {
      transformer.setDetectorMode(detector);
    }
    if (crop != null) {
      transformer.setCropMode(crop);
    }
    if (minConfidence != null) {
      transformer.setMinConfidence(minConfidence);
    }
    if (prior != null) {
      transformer.setPrior(prior);
    }
    return transformer;
  }
}
