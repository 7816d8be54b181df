package dev.mien.output;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as results, messages and reports write them: rounded half up. */
public final class Rounding {
  private Rounding() {}

  /**
   * The number with so many decimals at most.
   *
   * @param value finite
   */
  public static double round(double value, int decimals) {
    return rounded(value, decimals).doubleValue();
  }

  /**
   * The number with so many decimals at most, in plain decimal notation without zeros at the end.
   *
   * @param value finite
   */
  public static String text(double value, int decimals) {
    BigDecimal rounded = rounded(value, decimals).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  private static BigDecimal rounded(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
  }
}
