package dev.mien.app.cli.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a file holds, as far as its first bytes tell. */
enum FileKind {
  /** Nothing. */
  EMPTY("an empty file"),
  /** JPEG, PNG, GIF, BMP, WebP, TIFF, HEIC or AVIF. */
  IMAGE("an image"),
  /** MP4, Matroska, WebM, AVI, Ogg or MPEG. */
  FILM("a film"),
  /** Text that begins with a tag. */
  HTML("an HTML or XML file"),
  /** JSON of Mien's: an object, or the first of a list, begins with the field {@code schema}. */
  RESULTS("results as JSON"),
  /** Other text that begins with a brace or a bracket. */
  JSON("a JSON file of something else"),
  /** CSV of Mien's: every table that it writes begins with the column {@code source}. */
  TABLE("a table of results"),
  /** Other text, such as tables of others. */
  TEXT("another text file"),
  /** An SQLite data base. */
  DATABASE("a data base"),
  /** Anything else, such as an ONNX model. */
  BINARY("a file of another kind");

  private static final int HEAD = 512;
  private static final Pattern RESULTS_BEGIN =
      Pattern.compile("\\s*(\\[\\s*]|\\[?\\s*\\{\\s*\"schema\"\\s*:)");
  private static final int CONTROL_CHARACTERS = 32;

  private final String title;

  FileKind(String title) {
    this.title = title;
  }

  /** With its article, for messages. */
  String title() {
    return title;
  }

  /** Whether this is what a command would write to a file of this name. */
  boolean belongsIn(Path file) {
    return switch (this) {
      case EMPTY -> true;
      case TABLE -> named(file) == TABLE || named(file) == TEXT;
      case BINARY -> file.toString().endsWith(".onnx");
      default -> this == named(file);
    };
  }

  /** What a file of this name should hold; BINARY if the name does not say. */
  private static FileKind named(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff", "heic", "avif" -> IMAGE;
      case "mp4", "m4v", "mov", "mkv", "webm", "avi" -> FILM;
      case "html", "htm", "svg", "xml" -> HTML;
      case "json", "jsonl", "ndjson" -> RESULTS;
      case "csv" -> TABLE;
      case "txt", "md" -> TEXT;
      case "db", "sqlite" -> DATABASE;
      default -> BINARY;
    };
  }

  /** What a file holds. */
  static FileKind of(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.isEmpty()) {
      return EMPTY;
    }
    if (text.startsWith("SQLite format 3")) {
      return DATABASE;
    }
    if (isImage(text)) {
      return IMAGE;
    }
    if (isFilm(text)) {
      return FILM;
    }
    if (text.chars().anyMatch(c -> c < CONTROL_CHARACTERS && "\t\r\n\f\u001b".indexOf(c) < 0)) {
      return BINARY;
    }
    return switch (text.stripLeading().isEmpty() ? ' ' : text.stripLeading().charAt(0)) {
      case '<' -> HTML;
      case '{', '[' -> RESULTS_BEGIN.matcher(text).lookingAt() ? RESULTS : JSON;
      default -> text.startsWith("source,") ? TABLE : TEXT;
    };
  }

  private static boolean isImage(String head) {
    return head.startsWith("\u00ff\u00d8\u00ff")
        || head.startsWith("\u0089PNG")
        || head.startsWith("GIF8")
        || head.startsWith("BM")
        || head.startsWith("II*\0")
        || head.startsWith("MM\0*")
        || (head.startsWith("RIFF") && head.startsWith("WEBP", 8))
        || (head.startsWith("ftyp", 4) && head.substring(8).matches("(?s)(hei|hev|mif|msf|avi).*"));
  }

  private static boolean isFilm(String head) {
    return head.startsWith("ftyp", 4)
        || head.startsWith("\u001aE\u00df\u00a3")
        || (head.startsWith("RIFF") && head.startsWith("AVI", 8))
        || head.startsWith("OggS")
        || head.startsWith("\0\0\u0001\u00ba")
        || head.startsWith("FLV");
  }
}
