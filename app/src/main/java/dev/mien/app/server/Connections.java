package dev.mien.app.server;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections that stay open. Thread-safe. */
final class Connections {
  private final int limit;
  private final AtomicInteger open = new AtomicInteger();

  Connections(int limit) {
    this.limit = limit;
  }

  /** Takes a place, which must be given back; false if all are taken. */
  boolean enter() {
    if (open.incrementAndGet() > limit) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave() {
    open.decrementAndGet();
  }

  int open() {
    return open.get();
  }

  boolean isFull() {
    return open.get() >= limit;
  }

  Problem full() {
    return Problem.busy("all " + limit + " connections are taken");
  }
}
