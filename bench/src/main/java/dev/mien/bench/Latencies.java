package dev.mien.bench;

import java.util.Arrays;

/** Times that were measured. Thread-safe. */
final class Latencies {
  private long[] nanos = new long[1024];
  private int count;

  synchronized void add(long value) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = value;
  }

  /** In milliseconds; not a number if there are none. */
  synchronized double percentile(double share) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return count == 0 ? Double.NaN : sorted[(int) Math.min(count - 1, share * count)] / 1e6;
  }

  synchronized int count() {
    return count;
  }

  synchronized void clear() {
    count = 0;
  }
}
