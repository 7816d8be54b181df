package dev.mien.app.server;

import java.util.HashMap;
import java.util.Map;

/** Counts what addresses hold at the same time, all of them and each. Thread-safe. */
final class Quota {
  private final long total;
  private final long perAddress;
  private final Map<String, Long> held = new HashMap<>();
  private long sum;

  Quota(long total, long perAddress) {
    this.total = total;
    this.perAddress = perAddress;
  }

  /** Takes some, which must be given back; false if there is not so much left. */
  synchronized boolean take(String address, long amount) {
    long before = held.getOrDefault(address, 0L);
    if (sum + amount > total || before + amount > perAddress) {
      return false;
    }
    sum += amount;
    held.put(address, before + amount);
    return true;
  }

  synchronized void give(String address, long amount) {
    sum -= amount;
    long left = held.getOrDefault(address, 0L) - amount;
    if (left > 0) {
      held.put(address, left);
    } else {
      held.remove(address);
    }
  }

  /** How much is held. */
  synchronized long held() {
    return sum;
  }

  /** Whether nothing is left for an address. */
  synchronized boolean isFull(String address) {
    return sum >= total || held.getOrDefault(address, 0L) >= perAddress;
  }

  /** Whether nothing is left for anybody. */
  synchronized boolean isFull() {
    return sum >= total;
  }
}
