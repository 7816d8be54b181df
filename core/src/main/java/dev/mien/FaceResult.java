package dev.mien;

import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.expression.Prediction;
import dev.mien.face.AlignedFace;
import dev.mien.face.FaceQuality;
import dev.mien.face.Landmarks;
import dev.mien.geometry.Box;
import org.jspecify.annotations.Nullable;

/**
 * One face and what it shows.
 *
 * @param box pixels of the upright image, half open; may reach beyond the image
 * @param landmarks key points, or null if the whole image was taken for the face
 * @param detectionScore how sure the detector is, 0 to 1; 1 if the whole image was taken for the
 *     face
 * @param emotion the most probable expression, or null if its probability is too low to say:
 *     uncertain
 * @param scores probabilities and what follows from them
 * @param quality how well the face can be seen
 * @param prediction the model's full answer: logits, embedding, attention
 * @param aligned the pixels that the model saw
 */
public record FaceResult(
    Box box,
    @Nullable Landmarks landmarks,
    double detectionScore,
    @Nullable Emotion emotion,
    EmotionScores scores,
    FaceQuality quality,
    Prediction prediction,
    AlignedFace aligned) {
  /** What stands in place of an expression when its probability is too low. */
  public static final String UNCERTAIN = "uncertain";

  /** The expression's label, or {@value #UNCERTAIN}. */
  public String label() {
    return labelOf(emotion);
  }

  /** An expression's label, or {@value #UNCERTAIN} for null. */
  public static String labelOf(@Nullable Emotion emotion) {
    return emotion == null ? UNCERTAIN : emotion.label();
  }

  /**
   * The expression that a label names, or null for {@value #UNCERTAIN}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static @Nullable Emotion emotionOf(String label) {
    return label.equals(UNCERTAIN) ? null : Emotion.ofLabel(label);
  }
}
