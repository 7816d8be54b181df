package dev.mien.app.server;

/** Lets things through at an average rate. Time is an argument. Not thread-safe. */
final class TokenBucket {
  private final double perNano;
  private final double capacity;
  private double tokens;
  private long last;

  /**
   * @param burst how many may pass at once, after a while of silence
   */
  TokenBucket(double perSecond, double burst, long now) {
    perNano = perSecond / 1e9;
    capacity = Math.max(1, burst);
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
