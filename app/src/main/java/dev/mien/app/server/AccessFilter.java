package dev.mien.app.server;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What every request must pass: the host it believes to talk to (a page of another name that leads
 * here is DNS rebinding), the page it comes from, the token, the rate. Thread-safe.
 */
final class AccessFilter {
  /** Of the web server: one for each request that is served. */
  static final int THREADS = 250;

  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> OPEN_PATHS =
      Set.of("/", "/docs", "/openapi.json", "/health/live", "/health/ready", "/v1/login");
  private static final String POLICY =
      "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /** Swagger UI and session reports bring styles of their own. */
  private static final String STYLED_POLICY = POLICY + "; style-src 'self' 'unsafe-inline'";

  private final ServerOptions options;
  private final Tokens tokens;
  private final RateLimiter requests;
  private final RateLimiter logins = new RateLimiter(20, 5);
  private final Quota slots = new Quota(THREADS, THREADS / 4);

  AccessFilter(ServerOptions options, Tokens tokens) {
    this.options = options;
    this.tokens = tokens;
    requests = new RateLimiter(options.limits().requestsPerMinute());
  }

  /** Headers of every answer. */
  void addHeaders(Context context) {
    String path = context.path();
    boolean styled = path.startsWith("/docs") || path.endsWith("/report");
    context.header("Content-Security-Policy", styled ? STYLED_POLICY : POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("X-Frame-Options", "DENY");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Permissions-Policy", "camera=(self), microphone=(), geolocation=()");
    if (path.startsWith("/v1")) {
      context.header("Cache-Control", "no-store");
    }
    String origin = context.header("Origin");
    if (origin != null && options.allowedOrigins().contains(origin)) {
      context.header("Access-Control-Allow-Origin", origin);
      context.header("Vary", "Origin");
      context.header("Access-Control-Allow-Headers", "Authorization, Content-Type");
      context.header("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
      context.header("Cross-Origin-Resource-Policy", "cross-origin");
    }
  }

  /** Refuses what must not pass. */
  void check(Context context) {
    checkHost(context.header("Host"));
    checkOrigin(context.header("Origin"), context.header("Host"));
    long now = System.nanoTime();
    if (!isPage(context.path()) && !requests.allows(context.ip(), now)) {
      throw Problem.tooMany(
          "more than %d requests a minute".formatted(options.limits().requestsPerMinute()));
    }
    boolean preflight = context.method().toString().equals("OPTIONS");
    if (tokens.needed() && !preflight && !isOpen(context.path()) && !isKnown(context)) {
      throw Problem.unauthorized();
    }
  }

  /**
   * Refuses an address that a quarter of all threads serve already; the slot is free again when the
   * request is over, whichever way it ends.
   */
  void takeSlot(Context context) {
    String address = context.ip();
    if (!slots.take(address, 1)) {
      throw Problem.tooMany("more than %d requests at the same time".formatted(THREADS / 4));
    }
    Request.addCompletionListener(Caller.request(context), failure -> slots.give(address, 1));
  }

  /** Parts of the page cost no more than a refusal, and a browser fetches many at once. */
  private static boolean isPage(String path) {
    return path.equals("/") || path.startsWith("/web/") || path.startsWith("/webjars/");
  }

  /** Refuses to guess tokens quickly. */
  void checkLogin(Context context) {
    if (!logins.allows(context.ip(), System.nanoTime())) {
      throw Problem.tooMany("more than 20 attempts to log in a minute");
    }
  }

  private void checkHost(@Nullable String host) {
    if (options.token() == null) {
      String name = host == null ? "" : host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
      if (!LOCAL_NAMES.contains(name)) {
        throw Problem.forbidden(
            "without a token this server answers to localhost alone, not to '" + name + "'");
      }
    }
  }

  private void checkOrigin(@Nullable String origin, @Nullable String host) {
    if (origin == null || options.allowedOrigins().contains(origin)) {
      return;
    }
    String page = origin.replaceFirst("^https?://", "");
    if (!page.equals(host)) {
      throw Problem.forbidden("pages of " + origin + " may not use this server");
    }
  }

  /** The page itself and its files hold no secret: they ask for the token. */
  private static boolean isOpen(String path) {
    return OPEN_PATHS.contains(path) || path.startsWith("/web/") || path.startsWith("/webjars/");
  }

  private boolean isKnown(Context context) {
    String header = context.header("Authorization");
    if (header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return tokens.isToken(header.substring(7).strip());
    }
    return tokens.isLogin(context.cookie(Tokens.COOKIE));
  }
}
