package dev.mien.output;

import dev.mien.FaceResult;
import dev.mien.FrameResult;
import dev.mien.ImageResult;
import dev.mien.TrackedFace;
import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.face.FaceQuality;
import dev.mien.face.QualityReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Results as CSV (RFC 4180): one row per face, and one for each image without a face or with an
 * error, so that no image goes missing. The numbers are those of {@link ResultJson}. Thread-safe.
 */
public final class ResultCsv {
  private static final int PIXEL_DECIMALS = 2;
  private static final int DECIMALS = 6;
  private static final List<String> COLUMNS =
      columns(List.of("source", "image_width", "image_height", "face"), List.of("error"));
  private static final List<String> FRAME_COLUMNS =
      columns(List.of("time", "image_width", "image_height", "track"), steadyColumns());

  private ResultCsv() {}

  private static List<String> columns(List<String> first, List<String> last) {
    List<String> columns = new ArrayList<>(first);
    columns.addAll(List.of("left", "top", "width", "height", "detection_score", "emotion"));
    columns.addAll(emotions(""));
    columns.addAll(
        List.of(
            "ambiguity",
            "valence",
            "arousal",
            "size",
            "sharpness",
            "brightness",
            "contrast",
            "yaw",
            "pitch",
            "roll",
            "reasons"));
    columns.addAll(last);
    return List.copyOf(columns);
  }

  private static List<String> emotions(String prefix) {
    return Arrays.stream(Emotion.values()).map(emotion -> prefix + emotion.label()).toList();
  }

  private static List<String> steadyColumns() {
    List<String> columns = new ArrayList<>(List.of("steady_emotion"));
    columns.addAll(emotions("steady_"));
    columns.addAll(List.of("steady_ambiguity", "steady_valence", "steady_arousal"));
    return columns;
  }

  /** The header line, without a line break. */
  public static String header() {
    return String.join(",", COLUMNS);
  }

  /** The header line of frames of a stream, without a line break. */
  public static String frameHeader() {
    return String.join(",", FRAME_COLUMNS);
  }

  /**
   * The rows of one frame of a stream, without line breaks: one per face, in seconds, or one with
   * the time alone. {@code track} says whose face it is.
   */
  public static List<String> rows(FrameResult result) {
    List<String> rows = new ArrayList<>();
    for (TrackedFace face : result.faces()) {
      List<String> row = start(result);
      row.add(String.valueOf(face.track()));
      addFace(row, face.face());
      row.add(face.label());
      addScores(row, face.steady());
      rows.add(join(row));
    }
    if (rows.isEmpty()) {
      List<String> row = start(result);
      while (row.size() < FRAME_COLUMNS.size()) {
        row.add("");
      }
      rows.add(join(row));
    }
    return rows;
  }

  private static List<String> start(FrameResult result) {
    List<String> row = new ArrayList<>();
    addNumbers(row, DECIMALS, result.time().toNanos() / 1e9);
    row.add(String.valueOf(result.width()));
    row.add(String.valueOf(result.height()));
    return row;
  }

  /** The rows of one image, without line breaks. */
  public static List<String> rows(ImageResult result) {
    if (result.faces().isEmpty()) {
      List<String> row = start(result);
      while (row.size() < COLUMNS.size() - 1) {
        row.add("");
      }
      row.add(result.error() == null ? "" : text(result.error()));
      return List.of(join(row));
    }
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < result.faces().size(); i++) {
      List<String> row = start(result);
      row.add(String.valueOf(i + 1));
      addFace(row, result.faces().get(i));
      row.add("");
      rows.add(join(row));
    }
    return rows;
  }

  private static List<String> start(ImageResult result) {
    boolean read = result.error() == null;
    List<String> row = new ArrayList<>();
    row.add(text(result.source()));
    row.add(read ? String.valueOf(result.width()) : "");
    row.add(read ? String.valueOf(result.height()) : "");
    return row;
  }

  private static void addFace(List<String> row, FaceResult face) {
    addNumbers(
        row,
        PIXEL_DECIMALS,
        face.box().left(),
        face.box().top(),
        face.box().width(),
        face.box().height());
    addNumbers(row, DECIMALS, face.detectionScore());
    row.add(face.label());
    addScores(row, face.scores());
    FaceQuality quality = face.quality();
    addNumbers(row, PIXEL_DECIMALS, quality.size());
    addNumbers(row, DECIMALS, quality.sharpness());
    addNumbers(
        row,
        PIXEL_DECIMALS,
        quality.brightness(),
        quality.contrast(),
        quality.yaw(),
        quality.pitch(),
        quality.roll());
    row.add(quality.reasons().stream().map(QualityReason::code).collect(Collectors.joining(" ")));
  }

  private static void addScores(List<String> row, EmotionScores scores) {
    for (Emotion emotion : Emotion.values()) {
      addNumbers(row, DECIMALS, scores.probability(emotion));
    }
    addNumbers(row, DECIMALS, scores.ambiguity(), scores.valence(), scores.arousal());
  }

  private static void addNumbers(List<String> row, int decimals, double... values) {
    for (double value : values) {
      row.add(ResultJson.rounded(value, decimals));
    }
  }

  private static String join(List<String> cells) {
    return cells.stream().map(ResultCsv::quoted).collect(Collectors.joining(","));
  }

  /** A cell that somebody else wrote: spreadsheets would run it as a formula if it began so. */
  private static String text(String cell) {
    return !cell.isEmpty() && "=+-@\t\r\n".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }

  /** Quotes what needs it. */
  private static String quoted(String cell) {
    boolean needsQuotes =
        cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return needsQuotes ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
