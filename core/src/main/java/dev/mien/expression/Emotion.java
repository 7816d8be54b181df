package dev.mien.expression;

import java.util.List;
import java.util.Locale;

/**
 * The eight expressions that Mien tells apart, in the order of FER+ (Barsoum et al., ICMI 2016).
 *
 * <p>This enum is the single source of label order: the model's {@code probabilities} output, the
 * vote columns of FER+ and every result follow {@link #ordinal()}.
 */
public enum Emotion {
  NEUTRAL,
  HAPPINESS,
  SURPRISE,
  SADNESS,
  ANGER,
  DISGUST,
  FEAR,
  CONTEMPT;

  /**
   * The seven emotions of FER2013 in that data set's label order (0 angry … 6 neutral); the order
   * of the model's {@code probabilities_fer2013} output.
   */
  public static final List<Emotion> FER2013_ORDER =
      List.of(ANGER, DISGUST, FEAR, HAPPINESS, SADNESS, SURPRISE, NEUTRAL);

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The lower-case name that appears in every output, for example {@code happiness}. */
  public String label() {
    return label;
  }

  /**
   * Finds the emotion with this label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Emotion ofLabel(String label) {
    for (Emotion emotion : values()) {
      if (emotion.label.equals(label)) {
        return emotion;
      }
    }
    throw new IllegalArgumentException("\"" + label + "\" is not one of the eight expressions");
  }
}
