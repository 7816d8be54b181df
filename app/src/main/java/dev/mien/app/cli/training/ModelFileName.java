package dev.mien.app.cli.training;

import dev.mien.app.cli.console.UserException;
import java.nio.file.Path;
import java.util.Locale;

/** How files are called that commands write models to. */
final class ModelFileName {
  private ModelFileName() {}

  /**
   * Checks the ending, so that no photo or table is replaced by a model.
   *
   * @throws UserException if it is another
   */
  static void check(Path file) {
    if (!String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      throw new UserException("a model file has the ending .onnx, unlike " + file);
    }
  }
}
