package dev.mien.app.server;

import java.util.HashMap;
import java.util.Map;

/** Counts requests by address. Thread-safe. */
final class RateLimiter {
  private static final int CROWD = 10_000;

  private final double perSecond;
  private final Map<String, TokenBucket> buckets = new HashMap<>();

  RateLimiter(int perMinute) {
    perSecond = perMinute / 60.0;
  }

  synchronized boolean allows(String address, long now) {
    if (buckets.size() >= CROWD) {
      buckets.values().removeIf(bucket -> bucket.isFull(now));
    }
    return buckets.computeIfAbsent(address, key -> new TokenBucket(perSecond, now)).take(now);
  }
}
