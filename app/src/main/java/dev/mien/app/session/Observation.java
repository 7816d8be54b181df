package dev.mien.app.session;

import dev.mien.FaceResult;
import dev.mien.TrackedFace;
import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.face.QualityReason;
import dev.mien.geometry.Box;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A face in a frame, as sessions keep it.
 *
 * @param track whose face it is
 * @param raw probabilities of this frame alone
 * @param steady probabilities steadied over time
 * @param emotion of the steadied, or null for uncertain
 * @param box in pixels of the frame
 * @param detectionScore 0 to 1
 * @param reasons why the face can be seen badly; empty if it can be seen well
 */
public record Observation(
    int track,
    EmotionScores raw,
    EmotionScores steady,
    @Nullable Emotion emotion,
    Box box,
    double detectionScore,
    List<QualityReason> reasons) {
  /** Copies the list. */
  public Observation {
    reasons = List.copyOf(reasons);
  }

  /** What a session keeps of a face. */
  public static Observation of(TrackedFace face) {
    FaceResult frame = face.face();
    return new Observation(
        face.track(),
        frame.scores(),
        face.steady(),
        face.emotion(),
        frame.box(),
        frame.detectionScore(),
        frame.quality().reasons());
  }

  /** Whether the face can be seen well enough to be relied on. */
  public boolean usable() {
    return reasons.isEmpty();
  }

  /** The steadied expression's label, or {@value FaceResult#UNCERTAIN}. */
  public String label() {
    return FaceResult.labelOf(emotion);
  }

  /** The same face under another number. */
  Observation withTrack(int other) {
    return new Observation(other, raw, steady, emotion, box, detectionScore, reasons);
  }
}
