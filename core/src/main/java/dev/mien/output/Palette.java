package dev.mien.output;

import dev.mien.expression.Emotion;
import java.awt.Color;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One colour for each expression, the same in pictures, reports and pages. They stay apart for
 * colour-blind people (after Okabe and Ito, 2008).
 */
public final class Palette {
  private Palette() {}

  /** The colour of an expression, or that of {@code uncertain}. */
  public static Color of(@Nullable Emotion emotion) {
    if (emotion == null) {
      return new Color(118, 118, 126);
    }
    return switch (emotion) {
      case NEUTRAL -> new Color(186, 194, 206);
      case HAPPINESS -> new Color(240, 200, 40);
      case SURPRISE -> new Color(86, 180, 233);
      case SADNESS -> new Color(60, 130, 220);
      case ANGER -> new Color(230, 85, 40);
      case DISGUST -> new Color(0, 170, 120);
      case FEAR -> new Color(204, 121, 167);
      case CONTEMPT -> new Color(230, 159, 0);
    };
  }

  /** The colour as CSS writes it: {@code #rrggbb}. */
  public static String css(@Nullable Emotion emotion) {
    return String.format(Locale.ROOT, "#%06x", of(emotion).getRGB() & 0xffffff);
  }
}
