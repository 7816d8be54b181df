package dev.mien.app.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the newest frame of a stream until the frame before it has been answered; a frame that is
 * replaced there is dropped. Changes of settings are made between two frames. Thread-safe.
 */
final class LatestFrame {
  private static final int MAX_CHANGES = 16;

  private final List<Runnable> changes = new ArrayList<>();
  private @Nullable Arrival waiting;
  private boolean busy;
  private boolean closed;
  private long received;
  private long dropped;

  /**
   * A frame that arrived.
   *
   * @param number from one, dropped frames included
   * @param nanos the time of its arrival, as of {@link System#nanoTime()}
   */
  record Arrival(long number, long nanos, byte[] message) {}

  /**
   * Puts a frame in the place of the one that waits.
   *
   * @return whether one was dropped for it
   */
  synchronized boolean put(byte[] message, long nanos) {
    received++;
    boolean replaced = waiting != null;
    if (replaced) {
      dropped++;
    }
    waiting = closed ? null : new Arrival(received, nanos, message);
    return replaced;
  }

  /**
   * The frame to analyse next, or null if none waits or the one before it is still being analysed.
   * After a frame was taken, none is given until {@link #answered}.
   */
  synchronized @Nullable Arrival take() {
    Arrival taken = busy || closed ? null : waiting;
    if (taken != null) {
      busy = true;
      waiting = null;
    }
    return taken;
  }

  /** Counts a frame that was taken and could not be analysed. */
  synchronized void drop() {
    dropped++;
  }

  /**
   * The answer to the frame that was taken is on its way: changes are made, the next may follow.
   */
  synchronized void answered() {
    busy = false;
    changes.forEach(Runnable::run);
    changes.clear();
  }

  /**
   * Makes a change now, or after the frame that is being analysed; it does not wait for that.
   *
   * @return false if too many changes wait already
   */
  synchronized boolean change(Runnable change) {
    if (!busy) {
      change.run();
    } else if (changes.size() < MAX_CHANGES) {
      changes.add(change);
    } else {
      return false;
    }
    return true;
  }

  /** How many frames were dropped until now. */
  synchronized long dropped() {
    return dropped;
  }

  /** Forgets what waits, and takes no more. */
  synchronized void close() {
    closed = true;
    waiting = null;
    changes.clear();
  }
}
