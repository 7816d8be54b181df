package dev.mien;

import dev.mien.expression.EmotionScores;
import dev.mien.face.Face;
import dev.mien.face.Landmarks;
import dev.mien.face.detection.CropMode;
import dev.mien.geometry.Point;
import dev.mien.image.RgbImage;
import dev.mien.tracking.CutDetector;
import dev.mien.tracking.Detection;
import dev.mien.tracking.FaceTracker;
import dev.mien.tracking.ScoreSmoother;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one stream: a film, a camera. Faces keep their numbers from frame to frame,
 * and their probabilities are smoothed over time; the raw ones stay beside them. An image without a
 * face is never taken for one, unless {@link CropMode#ALWAYS} says so. Not thread-safe: one per
 * stream, over a {@link Mien} that many streams may share.
 *
 * <p>No track survives a hard cut of the film, nor a time longer than {@link StreamOptions#memory}
 * in which the face is not seen.
 *
 * <pre>{@code
 * MienStream stream = mien.stream();
 * for (TrackedFace face : stream.analyze(frame, Duration.ofMillis(40 * n)).faces()) {
 *   System.out.println(face.track() + " " + face.label());
 * }
 * }</pre>
 */
public final class MienStream {
  private final AnalysisPipeline pipeline;
  private final StreamOptions options;
  private final FaceTracker tracker;
  private final ScoreSmoother smoother;
  private final CutDetector cuts = new CutDetector();
  private List<Face> known = List.of();
  private @Nullable Duration searched;

  MienStream(AnalysisPipeline pipeline, StreamOptions options) {
    this.pipeline = pipeline;
    this.options = options;
    tracker = new FaceTracker(options.memory());
    smoother = new ScoreSmoother(options.timeConstant(), options.memory());
  }

  /**
   * Reads the next frame.
   *
   * @param time of the frame, from any origin: the media's own time stamp where there is one
   * @throws IllegalArgumentException if it is not later than the frame before
   * @throws MienClosedException after the {@link Mien} was closed
   */
  public FrameResult analyze(RgbImage frame, Duration time) {
    return pipeline.during(() -> analyzeOpen(frame, time));
  }

  private FrameResult analyzeOpen(RgbImage frame, Duration time) {
    tracker.requireLater(time); // Before anything is remembered of the frame.
    boolean cut = cuts.isCut(frame);
    if (cut) {
      tracker.endAll();
      known = List.of();
    }
    known = look(frame, time);
    ImageResult image = pipeline.analyze(frame, known);
    List<Integer> tracks =
        tracker.update(time, image.faces().stream().map(MienStream::detection).toList());
    List<TrackedFace> faces = new ArrayList<>();
    for (int i = 0; i < tracks.size(); i++) {
      FaceResult face = image.faces().get(i);
      EmotionScores smoothed = smoother.update(tracks.get(i), time, face.scores());
      faces.add(new TrackedFace(tracks.get(i), face, smoothed, pipeline.emotion(smoothed)));
    }
    smoother.retain(tracker.remembered());
    return new FrameResult(time, image.width(), image.height(), faces, tracker.missing(), cut);
  }

  private List<Face> look(RgbImage frame, Duration time) {
    boolean due = searched == null || time.minus(searched).compareTo(options.detectEvery()) >= 0;
    if (!due && !known.isEmpty()) {
      List<Face> followed = pipeline.follow(frame, known);
      if (followed.size() == known.size()) {
        return followed;
      }
    }
    searched = time;
    return pipeline.detect(frame);
  }

  private static Detection detection(FaceResult face) {
    Landmarks landmarks = face.landmarks();
    List<Point> points = landmarks == null ? List.of() : landmarks.points();
    return new Detection(face.box(), points, face.prediction().embedding());
  }
}
