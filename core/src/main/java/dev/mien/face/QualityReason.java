package dev.mien.face;

import java.util.Locale;

/** Why an answer about a face deserves less trust. */
public enum QualityReason {
  /** Fewer pixels than the expression model looks at. */
  TOO_SMALL,
  /** Few fine details: out of focus, moved, or enlarged. */
  BLURRED,
  /** Little light. */
  TOO_DARK,
  /** Over-exposed. */
  TOO_BRIGHT,
  /** Light and dark hardly differ. */
  LOW_CONTRAST,
  /** Turned far to the side. */
  TURNED_AWAY,
  /** Looking far up or down. */
  LOOKING_UP_OR_DOWN,
  /** Part of the face lies outside the image. */
  CUT_OFF;

  /** The code used in every output, for example {@code too_small}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
