package dev.mien.app.session;

import dev.mien.FaceResult;
import dev.mien.FrameResult;
import dev.mien.TrackedFace;
import dev.mien.expression.AttentionMap;
import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.expression.Prediction;
import dev.mien.face.AlignedFace;
import dev.mien.face.FaceQuality;
import dev.mien.face.QualityReason;
import dev.mien.geometry.Box;
import dev.mien.geometry.Similarity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Frames and sessions whose truth is known; ten frames a second. */
public final class Scripted {
  private Scripted() {}

  /** Scores of one expression with a probability; the rest is neutral. */
  public static EmotionScores scores(Emotion emotion, double probability) {
    float[] probabilities = new float[Emotion.values().length];
    probabilities[Emotion.NEUTRAL.ordinal()] = (float) (1 - probability);
    probabilities[emotion.ordinal()] += (float) probability;
    return EmotionScores.of(probabilities);
  }

  /** A face of a track at a place, showing an expression. */
  public static TrackedFace face(
      int track, double left, Emotion emotion, double probability, QualityReason... reasons) {
    EmotionScores scores = scores(emotion, probability);
    Emotion shown = scores.confidence() > 0.6 ? scores.top() : null;
    FaceResult face =
        new FaceResult(
            new Box(left, 100, 80, 80),
            null,
            0.9,
            shown,
            scores,
            new FaceQuality(80, 0.5, 120, 50, 0, 0, 0, List.of(reasons)),
            new Prediction(
                scores,
                new float[7],
                new float[8],
                new float[4],
                new AttentionMap(1, 1, new float[] {1})),
            new AlignedFace(48, new byte[48 * 48], Similarity.IDENTITY));
    return new TrackedFace(track, face, scores, shown);
  }

  /** The frame with a number, 0.1 s after the one before. */
  public static FrameResult frame(int number, TrackedFace... faces) {
    return new FrameResult(
        Duration.ofMillis(100L * number), 640, 480, List.of(faces), List.of(), false);
  }

  /** A recording of frames. */
  public static Recording recording(List<FrameResult> frames, @Nullable TimeRange baseline) {
    Instant start = Instant.parse("2026-11-22T10:00:00Z");
    List<RecordedFrame> recorded = new ArrayList<>();
    frames.forEach(frame -> recorded.add(RecordedFrame.of(frame, frame.time())));
    return new Recording(
        new SessionInfo(
            "s1",
            "a <b> & \"c\"",
            "test",
            "base",
            false,
            start,
            start,
            start.plusSeconds(60),
            Duration.ofSeconds(60),
            baseline),
        recorded.size(),
        recorded,
        List.of(),
        Map.of());
  }
}
