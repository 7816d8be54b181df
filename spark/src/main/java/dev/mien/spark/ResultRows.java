package dev.mien.spark;

import dev.mien.FaceResult;
import dev.mien.FrameResult;
import dev.mien.ImageResult;
import dev.mien.TrackedFace;
import dev.mien.expression.EmotionScores;
import dev.mien.face.FaceQuality;
import dev.mien.face.Landmarks;
import dev.mien.face.QualityReason;
import dev.mien.geometry.Box;
import dev.mien.geometry.Point;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/** Writes results as rows of {@link ResultSchema#RESULT}. */
final class ResultRows {
  private ResultRows() {}

  static Row of(ImageResult result) {
    List<Row> faces = result.faces().stream().map(face -> face(face, null)).toList();
    return RowFactory.create(
        result.width(),
        result.height(),
        faces.toArray(),
        null,
        result.hasError() ? error(RowError.of(result)) : null);
  }

  static Row of(FilmResult film) {
    Object[] frames = film.frames().stream().map(ResultRows::frame).toArray();
    RowError error = film.error();
    return RowFactory.create(
        film.width(), film.height(), new Object[0], frames, error == null ? null : error(error));
  }

  static Row of(RowError error) {
    return RowFactory.create(0, 0, new Object[0], null, error(error));
  }

  private static Row error(RowError error) {
    return RowFactory.create(error.code(), error.message());
  }

  private static Row frame(FrameResult frame) {
    List<Row> faces = new ArrayList<>();
    for (TrackedFace tracked : frame.faces()) {
      faces.add(face(tracked.face(), tracked.track()));
    }
    return RowFactory.create(frame.time().toNanos() / 1e9, faces.toArray());
  }

  private static Row face(FaceResult face, @Nullable Integer track) {
    EmotionScores scores = face.scores();
    EmotionScores model = face.prediction().scores();
    return RowFactory.create(
        box(face.box()),
        landmarks(face.landmarks()),
        face.detectionScore(),
        face.label(),
        probabilities(scores),
        scores.ambiguity(),
        scores.valence(),
        scores.arousal(),
        scores.equals(model) ? null : probabilities(model),
        quality(face.quality()),
        track);
  }

  private static Row box(Box box) {
    return RowFactory.create(box.left(), box.top(), box.width(), box.height());
  }

  private static @Nullable Row landmarks(@Nullable Landmarks landmarks) {
    return landmarks == null
        ? null
        : RowFactory.create(landmarks.points().stream().map(ResultRows::point).toArray());
  }

  private static Row point(Point point) {
    return RowFactory.create(point.x(), point.y());
  }

  private static Row probabilities(EmotionScores scores) {
    return RowFactory.create(scores.asMap().values().toArray());
  }

  private static Row quality(FaceQuality quality) {
    return RowFactory.create(
        quality.size(),
        quality.sharpness(),
        quality.brightness(),
        quality.contrast(),
        quality.yaw(),
        quality.pitch(),
        quality.roll(),
        quality.reasons().stream().map(QualityReason::code).toArray());
  }
}
