package dev.mien.internal;

import java.util.function.Supplier;

/**
 * Lets a resource be closed only when nobody uses it: closing refuses new uses at once and waits
 * for those under way. A use may begin another one of a resource that it owns. Thread-safe.
 */
public final class Lifetime {
  private final Supplier<? extends RuntimeException> refusal;
  private int uses;
  private boolean closed;

  /**
   * @param refusal makes the exception that a use after the end throws
   */
  public Lifetime(Supplier<? extends RuntimeException> refusal) {
    this.refusal = refusal;
  }

  /**
   * Uses the resource; it cannot be closed meanwhile.
   *
   * @return what {@code use} returns
   */
  public <T> T during(Supplier<T> use) {
    synchronized (this) {
      if (closed) {
        throw refusal.get();
      }
      uses++;
    }
    try {
      return use.get();
    } finally {
      synchronized (this) {
        if (--uses == 0) {
          notifyAll();
        }
      }
    }
  }

  /**
   * Refuses new uses from now on and returns when none is under way. Must not be called from within
   * a use, which would wait for itself. An interruption does not cut the wait short, because the
   * caller frees memory that native code works in; it is kept for the caller.
   *
   * @return true for the first call, whose caller frees the resource
   */
  public synchronized boolean end() {
    boolean first = !closed;
    closed = true;
    boolean interrupted = false;
    while (uses > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return first;
  }
}
