package dev.mien.app.cli.console;

import dev.mien.Mien;
import dev.mien.MienBuilder;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.ModelPrecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model reads which faces, and what it expects; for every command that analyses. */
public final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      defaultValue = InstalledModels.DEFAULT,
      description =
          "An installed model or a file that 'mien export' wrote (default: ${DEFAULT-VALUE}).")
  private String model = InstalledModels.DEFAULT;

  @Option(
      names = "--precision",
      paramLabel = "fp32|int8|auto",
      defaultValue = "fp32",
      description =
          "In which numbers an installed model computes (default: ${DEFAULT-VALUE}). int8 is faster, auto is int8 where that was measured.")
  private ModelPrecision precision = ModelPrecision.FP32;

  @Option(
      names = "--min-face",
      paramLabel = "PIXELS",
      defaultValue = "0",
      description = "Leave out smaller faces.")
  private double minFace;

  @Mixin private PriorOption prior = new PriorOption();

  /** A builder with the model and the least size, but without the prior. */
  public MienBuilder builder() {
    return Mien.builder().model(model).precision(precision).minFaceSize(minFace);
  }

  /**
   * A builder with all of these options.
   *
   * @throws UserException if the prior's file is not there or holds no prior
   */
  public MienBuilder builderWithPrior() throws IOException {
    return prior.apply(builder());
  }

  /** The name or the file of the model. */
  public String model() {
    return model;
  }

  /** Faces that are narrower or lower, in pixels, are left out. */
  public double minFace() {
    return minFace;
  }

  /** Which expressions are expected how often. */
  public PriorOption prior() {
    return prior;
  }

  /** The files that are read, which no output may replace. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>(prior.files());
    files.addAll(filesOf(model));
    return files;
  }

  /** The file of a model; none for the name of an installed one, or if there is none. */
  public static List<Path> filesOf(String model) {
    Path file = Path.of(model);
    return !InstalledModels.contains(model) && Files.isRegularFile(file)
        ? List.of(file)
        : List.of();
  }
}
