package dev.mien.app.cli.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that {@code --model} reads, which no output may replace. */
public final class ModelFiles {
  private ModelFiles() {}

  /**
   * The file of a model; none for the name of an installed one.
   *
   * @param model the option's value
   */
  public static List<Path> of(String model) {
    Path file = Path.of(model);
    return Files.isRegularFile(file) ? List.of(file) : List.of();
  }
}
