package dev.mien.app.server;

import java.util.concurrent.atomic.AtomicBoolean;

/** Counts connections that stay open; one address holds at most a quarter. Thread-safe. */
final class Connections {
  /** A page has several. */
  private static final int FEWEST_PER_ADDRESS = 4;

  private final int limit;
  private final Quota quota;

  Connections(int limit) {
    this.limit = limit;
    quota = new Quota(limit, Math.max(FEWEST_PER_ADDRESS, limit / 4));
  }

  /** A connection's place, until it is left; leaving twice is fine. */
  final class Place {
    private final String address;
    private final AtomicBoolean left = new AtomicBoolean();

    private Place(String address) {
      this.address = address;
    }

    void leave() {
      if (!left.getAndSet(true)) {
        quota.give(address, 1);
      }
    }
  }

  /**
   * Takes a place.
   *
   * @throws Problem if all are taken, or all that one address may have
   */
  Place enter(String address) {
    if (!quota.take(address, 1)) {
      throw full();
    }
    return new Place(address);
  }

  int open() {
    return (int) quota.held();
  }

  boolean isFull() {
    return quota.isFull();
  }

  /** Refuses a connection for which there is no place. */
  void check(String address) {
    if (quota.isFull(address)) {
      throw full();
    }
  }

  private Problem full() {
    return quota.isFull()
        ? Problem.busy("all " + limit + " connections are taken")
        : Problem.busy("one address may hold a quarter of the connections");
  }
}
