package dev.mien.app.session.report;

import java.time.Duration;
import java.util.Locale;

/** Times as people read them. */
final class Spans {
  private static final double[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400
  };

  private Spans() {}

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  static String clock(Duration moment) {
    return clock(seconds(moment));
  }

  static String text(Duration length) {
    return text(seconds(length));
  }

  /** A moment: {@code 1:05} or {@code 1:02:05}. */
  static String clock(double seconds) {
    long whole = Math.round(seconds);
    long hours = whole / 3600;
    return hours > 0
        ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  /** A length: {@code 3.2 s}, {@code 2 min 5 s}, {@code 1 h 2 min}. */
  static String text(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %d min", whole / 3600, whole / 60 % 60);
  }

  /** The smallest round step that is at least so long. */
  static double step(double seconds) {
    for (double step : STEPS) {
      if (step >= seconds) {
        return step;
      }
    }
    return 86400 * Math.ceil(seconds / 86400);
  }
}
