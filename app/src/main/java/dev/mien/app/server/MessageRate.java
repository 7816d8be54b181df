package dev.mien.app.server;

/**
 * Limits how many messages a second a client may send. Once it has sent more, none of its messages
 * is accepted, and it is due to be disconnected as soon as it pauses: a connection that is closed
 * while data is on its way is reset, and the reason is lost with it. Thread-safe.
 */
final class MessageRate {
  /** A client is due after this long without a message. */
  private static final long PAUSE_NANOS = 100_000_000L;

  /** A client is due after this long although it still sends. */
  private static final long MAX_EXCESS_NANOS = 2_000_000_000L;

  private final TokenBucket bucket;
  private long lastMessage;
  private long exceededSince;
  private boolean exceeded;

  MessageRate(int perSecond, long now) {
    bucket = new TokenBucket(perSecond, 2.0 * perSecond, now);
  }

  /** Whether a message that came now may be read. */
  synchronized boolean accept(long now) {
    lastMessage = now;
    if (!exceeded && !bucket.take(now)) {
      exceeded = true;
      exceededSince = now;
    }
    return !exceeded;
  }

  /** Whether the client is to be disconnected now. */
  synchronized boolean isDue(long now) {
    return exceeded && (now - lastMessage > PAUSE_NANOS || now - exceededSince > MAX_EXCESS_NANOS);
  }
}
