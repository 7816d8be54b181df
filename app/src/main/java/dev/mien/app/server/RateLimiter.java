package dev.mien.app.server;

import java.util.HashMap;
import java.util.Map;

/** Counts requests by address. Thread-safe. */
final class RateLimiter {
  private static final int CROWD = 10_000;

  private final double perSecond;
  private final double burst;
  private final Map<String, TokenBucket> buckets = new HashMap<>();

  /** As many at once as come in two seconds at that rate. */
  RateLimiter(int perMinute) {
    this(perMinute, perMinute / 30.0);
  }

  RateLimiter(int perMinute, double burst) {
    perSecond = perMinute / 60.0;
    this.burst = burst;
  }

  synchronized boolean allows(String address, long now) {
    if (buckets.size() >= CROWD) {
      buckets.values().removeIf(bucket -> bucket.isFull(now));
    }
    return buckets
        .computeIfAbsent(address, key -> new TokenBucket(perSecond, burst, now))
        .take(now);
  }
}
