package dev.mien.app.server;

import dev.mien.StreamOptions;
import dev.mien.event.EventRule;
import dev.mien.expression.onnx.InstalledModels;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a server is run.
 *
 * @param host address to listen on
 * @param port to listen on; 0 takes a free one
 * @param token that clients must show, or null for none: only allowed on this machine's own address
 * @param allowedOrigins pages of other hosts that may use the API (CORS), such as {@code
 *     https://app.example.org}; none unless named
 * @param limits what clients may ask for
 * @param store where sessions are kept: a SQLite file or a JDBC URL of PostgreSQL
 * @param retention sessions older than this are deleted every hour; null keeps them
 * @param model the expression model
 * @param minFaceSize smaller faces are left out; pixels
 * @param stream how frames are followed
 * @param rules of events, unless a stream brings its own
 */
public record ServerOptions(
    String host,
    int port,
    @Nullable String token,
    Set<String> allowedOrigins,
    Limits limits,
    String store,
    @Nullable Duration retention,
    String model,
    double minFaceSize,
    StreamOptions stream,
    List<EventRule> rules) {
  private static final int SHORTEST_TOKEN = 16;

  /** Checks that nobody serves the world without a token. */
  public ServerOptions {
    allowedOrigins = Set.copyOf(allowedOrigins);
    rules = List.copyOf(rules);
    if (token == null && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "a server that others can reach needs a token (listening on " + host + ")");
    }
    if (token != null && token.length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "a token needs at least " + SHORTEST_TOKEN + " characters");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("there is no port " + port);
    }
  }

  /** On this machine alone, on a free port. */
  public static ServerOptions local(String store) {
    return new ServerOptions(
        "127.0.0.1",
        0,
        null,
        Set.of(),
        Limits.DEFAULT,
        store,
        null,
        InstalledModels.DEFAULT,
        0,
        StreamOptions.DEFAULT,
        List.of());
  }

  /** The same with other limits. */
  public ServerOptions withLimits(Limits other) {
    return new ServerOptions(
        host,
        port,
        token,
        allowedOrigins,
        other,
        store,
        retention,
        model,
        minFaceSize,
        stream,
        rules);
  }

  /** The same with a token. */
  public ServerOptions withToken(String other) {
    return new ServerOptions(
        host,
        port,
        other,
        allowedOrigins,
        limits,
        store,
        retention,
        model,
        minFaceSize,
        stream,
        rules);
  }

  /** The same with pages of other hosts that may use the API. */
  public ServerOptions withAllowedOrigins(Set<String> others) {
    return new ServerOptions(
        host, port, token, others, limits, store, retention, model, minFaceSize, stream, rules);
  }

  /** The same with other rules. */
  public ServerOptions withRules(List<EventRule> others) {
    return new ServerOptions(
        host,
        port,
        token,
        allowedOrigins,
        limits,
        store,
        retention,
        model,
        minFaceSize,
        stream,
        others);
  }

  /** Whether an address is this machine's own, which others cannot reach. */
  public static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
