package dev.mien.app.server;

import io.javalin.http.Context;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;

/**
 * Cuts off clients whose bodies come too slowly: a thread waits for each. After ten seconds a body
 * must have come at 16 KiB/s on average, and after two minutes altogether. Thread-safe.
 */
final class BodyClock {
  private static final double GRACE_SECONDS = 10;
  private static final double LONGEST_SECONDS = 120;
  private static final double BYTES_PER_SECOND = 16 * 1024;

  private final Set<Reading> readings = ConcurrentHashMap.newKeySet();

  /** A body that is being read. */
  final class Reading implements AutoCloseable {
    private final Request request;
    private final long start;

    private Reading(Request request, long start) {
      this.request = request;
      this.start = start;
    }

    @Override
    public void close() {
      readings.remove(this);
    }
  }

  /** Watches a body until the result is closed. */
  Reading begin(Context context) {
    Reading reading = new Reading(Caller.request(context), System.nanoTime());
    readings.add(reading);
    return reading;
  }

  /** Looks at all bodies; to be called every second or so. */
  void tick(long now) {
    for (Reading reading : readings) {
      double seconds = (now - reading.start) / 1e9;
      if (isTooSlow(Request.getContentBytesRead(reading.request), seconds)) {
        reading
            .request
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint()
            .close(new TimeoutException("the body came too slowly"));
      }
    }
  }

  static boolean isTooSlow(long bytes, double seconds) {
    return seconds > LONGEST_SECONDS || bytes < BYTES_PER_SECOND * (seconds - GRACE_SECONDS);
  }
}
