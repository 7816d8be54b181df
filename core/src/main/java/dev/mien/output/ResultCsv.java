package dev.mien.output;

import dev.mien.FaceResult;
import dev.mien.ImageResult;
import dev.mien.expression.Emotion;
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
  private static final List<String> COLUMNS = columns();

  private ResultCsv() {}

  private static List<String> columns() {
    List<String> columns =
        new ArrayList<>(
            List.of(
                "source",
                "image_width",
                "image_height",
                "face",
                "left",
                "top",
                "width",
                "height",
                "detection_score",
                "emotion"));
    Arrays.stream(Emotion.values()).map(Emotion::label).forEach(columns::add);
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
            "reasons",
            "error"));
    return List.copyOf(columns);
  }

  /** The header line, without a line break. */
  public static String header() {
    return String.join(",", COLUMNS);
  }

  /** The rows of one image, without line breaks. */
  public static List<String> rows(ImageResult result) {
    if (result.faces().isEmpty()) {
      List<String> row = start(result);
      while (row.size() < COLUMNS.size() - 1) {
        row.add("");
      }
      row.add(result.error() == null ? "" : result.error());
      return List.of(join(row));
    }
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < result.faces().size(); i++) {
      List<String> row = start(result);
      row.add(String.valueOf(i + 1));
      addFace(row, result.faces().get(i));
      rows.add(join(row));
    }
    return rows;
  }

  private static List<String> start(ImageResult result) {
    boolean read = result.error() == null;
    List<String> row = new ArrayList<>();
    row.add(result.source());
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
    for (Emotion emotion : Emotion.values()) {
      addNumbers(row, DECIMALS, face.scores().probability(emotion));
    }
    addNumbers(
        row, DECIMALS, face.scores().ambiguity(), face.scores().valence(), face.scores().arousal());
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
    row.add("");
  }

  private static void addNumbers(List<String> row, int decimals, double... values) {
    for (double value : values) {
      row.add(ResultJson.rounded(value, decimals));
    }
  }

  private static String join(List<String> cells) {
    return cells.stream().map(ResultCsv::quoted).collect(Collectors.joining(","));
  }

  /**
   * Quotes what needs it; a leading {@code =}, {@code +}, {@code @} would be run as a formula by
   * spreadsheets.
   */
  private static String quoted(String cell) {
    String safe = !cell.isEmpty() && "=+@\t".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    boolean needsQuotes =
        safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return needsQuotes ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
