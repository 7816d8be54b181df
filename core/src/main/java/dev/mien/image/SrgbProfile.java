package dev.mien.image;

import java.awt.color.ICC_Profile;
import java.awt.color.ICC_ProfileRGB;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

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

  /** How far a curve may be off, as a share of the range of stored values: half a level of 255. */
  private static final double CURVE_TOLERANCE = 0.5 / 255;

  private static final int CURVE_TYPE = 0x63757276; // "curv"
  private static final int CURVE_HEADER = 12;
  private static final int MIN_CURVE = 256;
  private static final int MAX_CURVE = 4096;

  /** Tables that are preferred to primaries and curves: A2B0 to A2B2 and D2B0 to D2B3. */
  private static final int A2B0 = 0x41324230;

  private static final int D2B0 = 0x44324230;

  private SrgbProfile() {}

  /** Whether a profile is sRGB's; false for one that cannot be read. */
  static boolean matches(byte[] file) {
    try {
      return ICC_Profile.getInstance(file) instanceof ICC_ProfileRGB profile
          && IntStream.range(0, 3).allMatch(i -> profile.getData(A2B0 + i) == null)
          && IntStream.range(0, 4).allMatch(i -> profile.getData(D2B0 + i) == null)
          && hasPrimaries(profile.getMatrix())
          && isCurve(profile.getData(ICC_Profile.icSigRedTRCTag))
          && isCurve(profile.getData(ICC_Profile.icSigGreenTRCTag))
          && isCurve(profile.getData(ICC_Profile.icSigBlueTRCTag));
    } catch (RuntimeException e) {
      // Broken, for which the JDK throws several exceptions: kept, and left to the decoder.
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

  /**
   * Whether a tag holds the curve from stored values to linear light as a table. {@code getTRC}
   * would believe the length that the tag says.
   */
  private static boolean isCurve(byte[] tag) {
    ByteBuffer data = ByteBuffer.wrap(tag);
    if (data.getInt() != CURVE_TYPE) {
      return false;
    }
    int count = data.getInt(Long.BYTES);
    if (count < MIN_CURVE || count > MAX_CURVE || CURVE_HEADER + 2 * count > tag.length) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      double linear = (data.getShort(CURVE_HEADER + 2 * i) & 0xffff) / 65535.0;
      double stored = (double) i / (count - 1);
      if (Math.abs(stored(linear) - stored) > CURVE_TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  private static double stored(double linear) {
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
  }
}
