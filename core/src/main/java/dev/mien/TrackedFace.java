package dev.mien;

import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import org.jspecify.annotations.Nullable;

/**
 * A face in a frame of a stream.
 *
 * @param track whose face it is: the same number as long as the person is followed, from 1
 * @param face what this frame alone shows, raw
 * @param steady the probabilities, steadied over time
 * @param emotion the most probable of the steadied, or null if its probability is too low to say
 */
public record TrackedFace(
    int track, FaceResult face, EmotionScores steady, @Nullable Emotion emotion) {

  /** The steadied expression's label, or {@value FaceResult#UNCERTAIN}. */
  public String label() {
    return FaceResult.labelOf(emotion);
  }
}
