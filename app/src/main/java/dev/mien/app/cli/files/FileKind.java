package dev.mien.app.cli.files;

import dev.mien.output.FrameCsv;
import dev.mien.output.ResultCsv;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/** What an output holds, and what is at its place already, as far as the first bytes tell. */
public enum FileKind {
  /** CSV with the columns of images or of frames. */
  TABLE("a table of results"),
  /** JSON of Mien's: an object, or the first of a list, begins with a numbered schema. */
  RESULTS("results as JSON"),
  /** Results for people, as text or Markdown. */
  LISTING("results as text"),
  /** HTML that names Mien as its generator. */
  PAGE("a page of results"),
  /** JPEG, PNG, GIF, BMP, WebP, TIFF, HEIC or AVIF. */
  IMAGE("an image"),
  /** MP4, Matroska, WebM, AVI, Ogg or MPEG. */
  FILM("a film"),
  /** An ONNX model that Mien wrote. */
  MODEL("a model file"),
  /** Nothing. */
  EMPTY("an empty file"),
  /** Other text that begins with a tag. */
  OTHER_HTML("an HTML or XML file of something else"),
  /** Other text that begins with a brace or a bracket. */
  OTHER_JSON("a JSON file of something else"),
  /** Other text, such as tables of others. */
  OTHER_TEXT("another text file"),
  /** An SQLite data base. */
  DATABASE("a data base"),
  /** Anything else. */
  OTHER("a file of another kind");

  private static final int HEAD = 2048;
  private static final int CONTROL_CHARACTERS = 32;

  /** A column more, and somebody has made the table their own. */
  private static final Set<String> TABLE_HEADERS = Set.of(ResultCsv.header(), FrameCsv.header());

  private static final Pattern RESULTS_BEGIN =
      Pattern.compile("\\s*(\\[\\s*]\\s*$|\\[?\\s*\\{\\s*\"schema\"\\s*:\\s*\\d+\\s*[,}])");
  private static final Pattern LISTING_BEGIN =
      Pattern.compile(
          "[^\\r\\n]*  (\\d+ x \\d+, (\\d+ faces?|no face found)|failed: .*)\\R"
              + "|\\| mistake \\||Plan `");
  private static final String MODEL_BEGIN = "\b\b\022\4mien";
  private static final String GENERATOR = "<meta name=\"generator\" content=\"Mien\">";

  private final String title;

  FileKind(String title) {
    this.title = title;
  }

  /** With its article, for messages. */
  String title() {
    return title;
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
    if (text.startsWith(MODEL_BEGIN)) {
      return MODEL;
    }
    if (text.chars().anyMatch(c -> c < CONTROL_CHARACTERS && "\t\r\n\f\u001b".indexOf(c) < 0)) {
      return OTHER;
    }
    return ofText(text);
  }

  private static FileKind ofText(String text) {
    return switch (text.stripLeading().isEmpty() ? ' ' : text.stripLeading().charAt(0)) {
      case '<' -> text.contains(GENERATOR) ? PAGE : OTHER_HTML;
      case '{', '[' -> RESULTS_BEGIN.matcher(text).lookingAt() ? RESULTS : OTHER_JSON;
      default -> ofPlainText(text);
    };
  }

  private static FileKind ofPlainText(String text) {
    if (TABLE_HEADERS.contains(text.lines().findFirst().orElse(""))) {
      return TABLE;
    }
    return LISTING_BEGIN.matcher(text).lookingAt() ? LISTING : OTHER_TEXT;
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
