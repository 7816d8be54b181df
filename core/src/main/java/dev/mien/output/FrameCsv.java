package dev.mien.output;

import dev.mien.FaceResult;
import dev.mien.FrameResult;
import dev.mien.TrackedFace;
import dev.mien.expression.EmotionScores;
import dev.mien.face.FaceQuality;
import dev.mien.face.QualityReason;
import dev.mien.geometry.Box;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames of films, cameras and sessions as CSV (RFC 4180), with the same columns wherever they come
 * from: one row per face, and one for each frame without a face. What is not known is empty. {@code
 * raw_} is what one frame says, {@code smoothed_} what a track says over time; times are seconds,
 * boxes pixels of the frame. Thread-safe.
 */
public final class FrameCsv {
  private static final List<String> COLUMNS = columns();

  private final String source;
  private final String model;
  private final String version;

  /**
   * @param source where the frames come from
   * @param model the name of the expression model that read them
   * @param version of Mien
   */
  public FrameCsv(String source, String model, String version) {
    this.source = source;
    this.model = model;
    this.version = version;
  }

  /**
   * A face in a frame.
   *
   * @param track whose face it is
   * @param person the number of the person whose tracks were joined; 0 if that is not known
   * @param box in pixels
   * @param detectionScore 0 to 1
   * @param rawLabel expression of this frame, or null if it is not known
   * @param raw probabilities of this frame
   * @param smoothedLabel expression of the track
   * @param smoothed probabilities of the track
   * @param quality of the picture of the face, or null if only the reasons are known
   * @param reasons why the face can be seen badly
   */
  public record Face(
      int track,
      int person,
      Box box,
      double detectionScore,
      @Nullable String rawLabel,
      EmotionScores raw,
      String smoothedLabel,
      EmotionScores smoothed,
      @Nullable FaceQuality quality,
      List<QualityReason> reasons) {
    /** Copies the list. */
    public Face {
      reasons = List.copyOf(reasons);
    }
  }

  private static List<String> columns() {
    List<String> columns =
        new ArrayList<>(
            List.of("source", "frame", "time", "person", "track", "image_width", "image_height"));
    columns.addAll(List.of("left", "top", "width", "height", "detection_score", "raw_emotion"));
    columns.addAll(CsvRow.scoreColumns("raw_"));
    columns.add("smoothed_emotion");
    columns.addAll(CsvRow.scoreColumns("smoothed_"));
    columns.addAll(CsvRow.QUALITY_COLUMNS);
    columns.addAll(List.of("reasons", "model", "version"));
    return List.copyOf(columns);
  }

  /** The header line, without a line break. */
  public static String header() {
    return String.join(",", COLUMNS);
  }

  /**
   * The rows of a frame of a stream, without line breaks. Its people are not known yet.
   *
   * @param frame how many frames came before it
   */
  public List<String> rows(long frame, FrameResult result) {
    List<Face> faces = result.faces().stream().map(FrameCsv::face).toList();
    String width = String.valueOf(result.width());
    String height = String.valueOf(result.height());
    return rows(frame, result.time(), width, height, faces);
  }

  /**
   * The rows of a frame of which only time and faces are known, without line breaks.
   *
   * @param frame how many frames came before it
   */
  public List<String> rows(long frame, Duration time, List<Face> faces) {
    return rows(frame, time, "", "", faces);
  }

  private List<String> rows(
      long frame, Duration time, String width, String height, List<Face> faces) {
    double seconds = time.toNanos() / 1e9;
    if (faces.isEmpty()) {
      CsvRow row = new CsvRow().addText(source).add(frame).addNumber(seconds).add("").add("");
      return List.of(end(row.add(width).add(height)));
    }
    List<String> rows = new ArrayList<>();
    for (Face face : faces) {
      CsvRow row = new CsvRow().addText(source).add(frame).addNumber(seconds);
      row.add(face.person() == 0 ? "" : String.valueOf(face.person())).add(face.track());
      row.add(width).add(height);
      addFace(row, face);
      rows.add(end(row));
    }
    return rows;
  }

  private static void addFace(CsvRow row, Face face) {
    row.addBox(face.box()).addNumber(face.detectionScore());
    row.add(face.rawLabel() == null ? "" : face.rawLabel()).addScores(face.raw());
    row.add(face.smoothedLabel()).addScores(face.smoothed());
    if (face.quality() != null) {
      row.addQuality(face.quality());
    }
    row.fill(COLUMNS.indexOf("reasons")).addReasons(face.reasons());
  }

  private String end(CsvRow row) {
    return row.fill(COLUMNS.indexOf("model")).addText(model).add(version).toString();
  }

  private static Face face(TrackedFace tracked) {
    FaceResult face = tracked.face();
    return new Face(
        tracked.track(),
        0,
        face.box(),
        face.detectionScore(),
        face.label(),
        face.scores(),
        tracked.label(),
        tracked.smoothed(),
        face.quality(),
        face.quality().reasons());
  }
}
