package dev.mien;

import dev.mien.expression.AttentionMap;
import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.expression.Prediction;
import dev.mien.face.AlignedFace;
import dev.mien.face.FaceQuality;
import dev.mien.geometry.Box;
import dev.mien.geometry.Similarity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Frames whose truth is known, ten a second, without pixels. */
public final class ScriptedFrames {
  private ScriptedFrames() {}

  /**
   * A frame.
   *
   * @param angerOf each track; the rest of the probability is neutral
   */
  public static FrameResult frame(int number, Map<Integer, Double> angerOf, List<Integer> missing) {
    List<TrackedFace> faces = new ArrayList<>();
    new TreeMap<>(angerOf)
        .forEach(
            (track, anger) -> {
              float[] probabilities = new float[Emotion.values().length];
              probabilities[Emotion.ANGER.ordinal()] = anger.floatValue();
              probabilities[Emotion.NEUTRAL.ordinal()] = 1 - anger.floatValue();
              EmotionScores scores = EmotionScores.of(probabilities);
              faces.add(new TrackedFace(track, face(scores, track), scores, scores.top()));
            });
    return new FrameResult(Duration.ofMillis(100L * number), 640, 480, faces, missing, false);
  }

  private static FaceResult face(EmotionScores scores, int track) {
    return new FaceResult(
        new Box(100 * track, 100, 80, 80),
        null,
        0.9,
        scores.top(),
        scores,
        new FaceQuality(80, 0.5, 120, 50, 0, 0, 0, List.of()),
        new Prediction(
            scores,
            new float[7],
            new float[8],
            new float[4],
            new AttentionMap(1, 1, new float[] {1})),
        new AlignedFace(48, new byte[48 * 48], new Similarity(1, 0, 0, 0)));
  }
}
