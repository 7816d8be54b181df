package dev.mien.app.cli.analyze;

import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.FileKind;
import java.nio.file.Path;
import java.util.Locale;

/** How results are written. */
enum OutputFormat {
  /** For people. */
  TABLE,
  /** One JSON array. */
  JSON,
  /** One JSON object per line. */
  JSONL,
  /** One row per face. */
  CSV;

  /** What a file of this format is. */
  FileKind kind() {
    return switch (this) {
      case TABLE -> FileKind.LISTING;
      case JSON, JSONL -> FileKind.RESULTS;
      case CSV -> FileKind.TABLE;
    };
  }

  /**
   * The format that a file's name asks for.
   *
   * @throws UserException if it names none
   */
  static OutputFormat ofFile(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "json" -> JSON;
      case "jsonl", "ndjson" -> JSONL;
      case "csv" -> CSV;
      case "txt" -> TABLE;
      default ->
          throw new UserException(
              "--out takes names that end in .csv, .jsonl, .json or .txt, unlike "
                  + file
                  + "; or add --format");
    };
  }
}
