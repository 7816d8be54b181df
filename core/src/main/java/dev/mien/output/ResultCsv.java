package dev.mien.output;

import dev.mien.FaceResult;
import dev.mien.ImageResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Results of images as CSV (RFC 4180): one row per face, and one for each image without a face or
 * with an error, so that no image goes missing. The numbers are those of {@link ResultJson}.
 * Thread-safe.
 */
public final class ResultCsv {
  private static final List<String> COLUMNS = columns();

  private ResultCsv() {}

  private static List<String> columns() {
    List<String> columns =
        new ArrayList<>(List.of("source", "image_width", "image_height", "face"));
    columns.addAll(List.of("left", "top", "width", "height", "detection_score", "emotion"));
    columns.addAll(CsvRow.scoreColumns(""));
    columns.addAll(CsvRow.QUALITY_COLUMNS);
    columns.addAll(List.of("reasons", "error"));
    return List.copyOf(columns);
  }

  /** The header line, without a line break. */
  public static String header() {
    return String.join(",", COLUMNS);
  }

  /**
   * The source of an image, from the first cell of its rows without quotes: a source that a
   * spreadsheet would run as a formula has an apostrophe in front there.
   */
  public static String source(String cell) {
    return CsvRow.withoutGuard(cell);
  }

  /** The rows of one image, without line breaks. */
  public static List<String> rows(ImageResult result) {
    if (result.faces().isEmpty()) {
      CsvRow row = start(result).fill(COLUMNS.size() - 1);
      return List.of(row.addText(result.error() == null ? "" : result.error()).toString());
    }
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < result.faces().size(); i++) {
      FaceResult face = result.faces().get(i);
      CsvRow row = start(result).add(i + 1).addBox(face.box()).addNumber(face.detectionScore());
      row.add(face.label()).addScores(face.scores());
      row.addQuality(face.quality()).addReasons(face.quality().reasons());
      rows.add(row.add("").toString());
    }
    return rows;
  }

  private static CsvRow start(ImageResult result) {
    boolean read = result.error() == null;
    return new CsvRow()
        .addText(result.source())
        .add(read ? String.valueOf(result.width()) : "")
        .add(read ? String.valueOf(result.height()) : "");
  }
}
