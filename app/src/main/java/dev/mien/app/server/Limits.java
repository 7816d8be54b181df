package dev.mien.app.server;

/**
 * What one client, and all of them together, may ask for. Beyond a limit there is a 4xx or 5xx, and
 * nobody else notices.
 *
 * @param bodyBytes of a request; more is 413
 * @param imagePixels of an image; more is 413
 * @param images in one request; more is 413
 * @param frameBytes of a WebSocket message; more closes the connection with 1009
 * @param framesPerSecond that a WebSocket client may send on average; more closes with 1008
 * @param requestsPerMinute that one address may make on average; more is 429
 * @param connections that may be open at once, WebSocket and events together; more is 503
 * @param queue how many pieces of work may wait; more is 503
 */
public record Limits(
    long bodyBytes,
    long imagePixels,
    int images,
    int frameBytes,
    int framesPerSecond,
    int requestsPerMinute,
    int connections,
    int queue) {
  /** For one machine and a few dozen clients. */
  public static final Limits DEFAULT =
      new Limits(32L << 20, 50_000_000, 64, 4 << 20, 120, 1200, 64, 64);

  /** Checks that nothing is forbidden altogether. */
  public Limits {
    if (Math.min(Math.min(bodyBytes, imagePixels), Math.min(images, frameBytes)) < 1
        || Math.min(Math.min(framesPerSecond, requestsPerMinute), Math.min(connections, queue))
            < 1) {
      throw new IllegalArgumentException("a limit must be at least 1");
    }
  }
}
