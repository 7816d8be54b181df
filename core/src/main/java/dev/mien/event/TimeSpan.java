package dev.mien.event;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spans of time as people write them: {@code 200ms}, {@code 0.2s}, {@code 1min30s}, {@code 30d}.
 */
public final class TimeSpan {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?|\\.\\d+)(ms|min|s|h|d)");
  private static final Pattern SPAN = Pattern.compile("(?:" + PART.pattern() + ")+");

  private static final int MAX_LENGTH = 40;

  private TimeSpan() {}

  /**
   * Reads a span.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Duration parse(String text) {
    if (text.length() > MAX_LENGTH || !SPAN.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'%.40s' is no span of time such as 200ms, 3s, 1min30s, 2h or 30d".formatted(text));
    }
    try {
      Matcher part = PART.matcher(text);
      long span = 0;
      while (part.find()) {
        BigDecimal nanos = new BigDecimal(part.group(1)).multiply(nanos(part.group(2)));
        span = Math.addExact(span, nanos.toBigInteger().longValueExact());
      }
      return Duration.ofNanos(span);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is too long a time", e);
    }
  }

  private static BigDecimal nanos(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "min" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 86_400_000_000_000L;
        });
  }
}
