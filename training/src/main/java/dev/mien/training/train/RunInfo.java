package dev.mien.training.train;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.output.Plural;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * What a run's folder says of the run beside its plan.
 *
 * @param seed from which weights, order and augmentation are drawn
 * @param from SHA-256 of the model that it started from, or null
 * @param frozenStages how many stages stayed as they were
 * @param teachers SHA-256 of each teacher
 * @param precision of the arithmetic, never {@link Precision#AUTO}; null in runs of earlier
 *     versions
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record RunInfo(
    long seed,
    @Nullable String from,
    int frozenStages,
    List<String> teachers,
    @Nullable Precision precision) {
  private static final String FILE = "run.json";

  static RunInfo of(RunOptions options, ScalarType type) {
    byte[] from = options.from();
    return new RunInfo(
        options.seed(),
        from == null ? null : InstalledModels.sha256(from),
        options.frozenStages(),
        options.teachers().stream().map(Teacher::sha256).toList(),
        type == ScalarType.BFloat16 ? Precision.BF16 : Precision.FP32);
  }

  /**
   * The precision to go on in: that of this run, unless another is asked for or it is not known.
   */
  Precision precisionOr(Precision asked) {
    return asked == Precision.AUTO && precision != null ? precision : asked;
  }

  static boolean isIn(Path folder) {
    return RunFile.isIn(folder, FILE);
  }

  static RunInfo read(Path folder) throws IOException {
    return RunFile.read(folder, FILE, RunInfo.class);
  }

  void write(Path folder) throws IOException {
    RunFile.write(folder, FILE, this);
  }

  /** Refuses to go on with a run that was begun otherwise. */
  void requireSame(RunInfo earlier, Path folder) throws IOException {
    if (seed != earlier.seed) {
      throw new IOException(
          "%s was begun with seed %d and cannot go on with seed %d"
              .formatted(folder, earlier.seed, seed));
    }
    if (earlier.precision != null && earlier.precision != precision) {
      throw new IOException(
          "%s was begun in %s and cannot go on in %s: leave --precision out"
              .formatted(folder, lowerCase(earlier.precision), lowerCase(precision)));
    }
    if (!Objects.equals(from, earlier.from)) {
      throw new IOException(
          earlier.from == null
              ? folder + " was begun from fresh weights: leave --from out"
              : folder + " was begun from another model: give the same --from");
    }
    if (frozenStages != earlier.frozenStages) {
      throw new IOException(
          "%s was begun with %s left as they were: give --freeze %d, or leave it out"
              .formatted(
                  folder, Plural.count(earlier.frozenStages, "stage"), earlier.frozenStages));
    }
    if (!teachers.equals(earlier.teachers)) {
      throw new IOException(
          "%s was begun with %s: give the same --teacher, in the same order, or name another folder"
              .formatted(
                  folder,
                  earlier.teachers.isEmpty()
                      ? "no teacher"
                      : Plural.count(earlier.teachers.size(), "teacher") + ", not these"));
    }
  }

  /** The arithmetic of activations. */
  ScalarType scalarType() {
    return precision == Precision.BF16 ? ScalarType.BFloat16 : ScalarType.Float;
  }

  private static String lowerCase(@Nullable Precision precision) {
    return String.valueOf(precision).toLowerCase(Locale.ROOT);
  }
}
