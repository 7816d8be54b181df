package dev.mien.event;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people write them: {@code 200ms}, {@code 0.2s}, {@code 5min}, {@code 30d}. */
public final class TimeSpan {
  private static final Pattern SPAN = Pattern.compile("(\\d+(?:\\.\\d+)?|\\.\\d+)(ms|s|min|h|d)");

  private static final int MAX_LENGTH = 40;

  private TimeSpan() {}

  /**
   * Reads a span.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Duration parse(String text) {
    Matcher match = SPAN.matcher(text);
    if (text.length() > MAX_LENGTH || !match.matches()) {
      throw new IllegalArgumentException(
          "'%.40s' is no span of time such as 200ms, 3s, 5min, 2h or 30d".formatted(text));
    }
    long unit =
        switch (match.group(2)) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "min" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 86_400_000_000_000L;
        };
    try {
      return Duration.ofNanos(
          new BigDecimal(match.group(1))
              .multiply(BigDecimal.valueOf(unit))
              .toBigInteger()
              .longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is too long a time", e);
    }
  }
}
