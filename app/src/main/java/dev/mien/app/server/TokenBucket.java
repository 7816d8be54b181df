package dev.mien.app.server;

/**
 * Lets things through at an average rate, and as many as two seconds' worth at once. Time is an
 * argument. Not thread-safe.
 */
final class TokenBucket {
  private static final double BURST_SECONDS = 2;

  private final double perNano;
  private final double capacity;
  private double tokens;
  private long last;

  TokenBucket(double perSecond, long now) {
    perNano = perSecond / 1e9;
    capacity = Math.max(1, perSecond * BURST_SECONDS);
    tokens = capacity;
    last = now;
  }

  /** Whether one more may pass now. */
  boolean take(long now) {
    tokens = Math.min(capacity, tokens + (now - last) * perNano);
    last = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** Whether it is full again, and so need not be remembered. */
  boolean isFull(long now) {
    return tokens + (now - last) * perNano >= capacity;
  }
}
