package dev.mien.image;

import java.awt.color.ICC_Profile;
import java.awt.color.ICC_ProfileRGB;

/**
 * Recognises colour profiles that say what is true without them: that colours are sRGB (IEC
 * 61966-2-1). Converting from such a profile costs as much time as decoding and changes colours by
 * rounding only.
 */
final class SrgbProfile {
  /** The primaries, adapted to D50: red, green and blue in the columns; X, Y and Z in the rows. */
  private static final float[][] PRIMARIES = {
    {0.4361f, 0.3851f, 0.1431f}, {0.2225f, 0.7169f, 0.0606f}, {0.0139f, 0.0971f, 0.7141f}
  };

  private static final float PRIMARY_TOLERANCE = 0.001f;
  private static final double CURVE_TOLERANCE = 0.002;
  private static final int MIN_CURVE = 256;

  private SrgbProfile() {}

  /** Whether a profile is sRGB's; false for one that cannot be read. */
  static boolean matches(byte[] file) {
    try {
      return ICC_Profile.getInstance(file) instanceof ICC_ProfileRGB profile
          && profile.getData(ICC_Profile.icSigAToB0Tag) == null
          && hasPrimaries(profile.getMatrix())
          && isCurve(profile.getTRC(ICC_ProfileRGB.REDCOMPONENT))
          && isCurve(profile.getTRC(ICC_ProfileRGB.GREENCOMPONENT))
          && isCurve(profile.getTRC(ICC_ProfileRGB.BLUECOMPONENT));
    } catch (RuntimeException e) {
      // Broken, for which the JDK throws several exceptions, or with curves by formula: kept.
      return false;
    }
  }

  private static boolean hasPrimaries(float[][] matrix) {
    for (int row = 0; row < PRIMARIES.length; row++) {
      for (int column = 0; column < PRIMARIES.length; column++) {
        if (!(Math.abs(matrix[row][column] - PRIMARIES[row][column]) < PRIMARY_TOLERANCE)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a table is the curve from stored values to linear light. */
  private static boolean isCurve(short[] table) {
    if (table.length < MIN_CURVE) {
      return false;
    }
    for (int i = 0; i < table.length; i++) {
      double stored = (double) i / (table.length - 1);
      double linear = stored <= 0.04045 ? stored / 12.92 : Math.pow((stored + 0.055) / 1.055, 2.4);
      if (Math.abs((table[i] & 0xffff) / 65535.0 - linear) > CURVE_TOLERANCE) {
        return false;
      }
    }
    return true;
  }
}
