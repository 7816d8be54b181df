package dev.mien.output;

import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.face.FaceQuality;
import dev.mien.face.QualityReason;
import dev.mien.geometry.Box;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A row of a CSV file (RFC 4180) in the making. Not thread-safe. */
final class CsvRow {
  /** Apostrophes in front count as well, so that each guard can be taken off again. */
  private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\t\r\n]");

  private static final int PIXEL_DECIMALS = 2;
  private static final int DECIMALS = 6;

  /** The columns of {@link #addQuality}. */
  static final List<String> QUALITY_COLUMNS =
      List.of("size", "sharpness", "brightness", "contrast", "yaw", "pitch", "roll");

  private final List<String> cells = new ArrayList<>();

  /** The columns of {@link #addScores}, each with a prefix. */
  static List<String> scoreColumns(String prefix) {
    List<String> columns = new ArrayList<>();
    Arrays.stream(Emotion.values()).forEach(emotion -> columns.add(prefix + emotion.label()));
    columns.addAll(List.of(prefix + "ambiguity", prefix + "valence", prefix + "arousal"));
    return columns;
  }

  /** A cell of Mien's own. */
  CsvRow add(String cell) {
    cells.add(cell);
    return this;
  }

  CsvRow add(long number) {
    return add(String.valueOf(number));
  }

  /** A cell that somebody else wrote: spreadsheets would run it as a formula if it began so. */
  CsvRow addText(String cell) {
    return add(FORMULA.matcher(cell).lookingAt() ? "'" + cell : cell);
  }

  /** What {@link #addText} was given. */
  static String withoutGuard(String cell) {
    return cell.startsWith("'") && FORMULA.matcher(cell).lookingAt() ? cell.substring(1) : cell;
  }

  CsvRow addNumber(double value) {
    return add(Rounding.text(value, DECIMALS));
  }

  /** Numbers of pixels, grey values or degrees. */
  CsvRow addCoarse(double... values) {
    for (double value : values) {
      add(Rounding.text(value, PIXEL_DECIMALS));
    }
    return this;
  }

  CsvRow addBox(Box box) {
    return addCoarse(box.left(), box.top(), box.width(), box.height());
  }

  CsvRow addScores(EmotionScores scores) {
    for (Emotion emotion : Emotion.values()) {
      addNumber(scores.probability(emotion));
    }
    return addNumber(scores.ambiguity()).addNumber(scores.valence()).addNumber(scores.arousal());
  }

  CsvRow addQuality(FaceQuality quality) {
    addCoarse(quality.size()).addNumber(quality.sharpness());
    addCoarse(quality.brightness(), quality.contrast());
    return addCoarse(quality.yaw(), quality.pitch(), quality.roll());
  }

  CsvRow addReasons(List<QualityReason> reasons) {
    return add(reasons.stream().map(QualityReason::code).collect(Collectors.joining(" ")));
  }

  /** Leaves cells empty until the row has so many. */
  CsvRow fill(int count) {
    while (cells.size() < count) {
      add("");
    }
    return this;
  }

  /** The row, without a line break. */
  @Override
  public String toString() {
    return cells.stream().map(CsvRow::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String cell) {
    boolean needsQuotes =
        cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return needsQuotes ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
