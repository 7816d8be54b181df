package dev.mien.app.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.nio.charset.StandardCharsets;

/** Health, metrics, status and login: for whoever runs the server, and to get in. */
final class OperationRoutes {
  private static final int MAX_TOKEN = 4096;

  private final Services services;
  private final Connections connections;
  private final AccessFilter access;
  private final Tokens tokens;
  private final Uploads uploads;

  OperationRoutes(
      Services services,
      Connections connections,
      AccessFilter access,
      Tokens tokens,
      Uploads uploads) {
    this.services = services;
    this.connections = connections;
    this.access = access;
    this.tokens = tokens;
    this.uploads = uploads;
  }

  void register(RoutesConfig routes) {
    routes.get("/health/live", context -> health(context, true));
    routes.get("/health/ready", context -> health(context, isReady()));
    routes.get("/metrics", this::metrics);
    routes.get("/v1/status", this::status);
    routes.post("/v1/login", this::login);
  }

  private boolean isReady() {
    return !services.work().isFull() && !connections.isFull() && services.sessions().areWell();
  }

  private static void health(Context context, boolean well) {
    context.status(well ? 200 : 503);
    context.contentType("application/json");
    context.result("{\"status\":\"" + (well ? "up" : "down") + "\"}");
  }

  private void metrics(Context context) {
    context.contentType(Metrics.CONTENT_TYPE);
    context.result(services.metrics().scrape());
  }

  private void status(Context context) {
    context.contentType("application/json");
    context.result(
        JsonNodeFactory.instance
            .objectNode()
            .put("model", services.mien().model().name())
            .put("connections", connections.open())
            .put("waiting", services.work().waiting())
            .toString());
  }

  private void login(Context context) {
    access.checkLogin(context);
    String shown = new String(uploads.body(context, MAX_TOKEN), StandardCharsets.UTF_8).strip();
    if (!tokens.isToken(shown)) {
      throw Problem.unauthorized();
    }
    boolean secure = "https".equals(context.header("X-Forwarded-Proto"));
    context.cookie(
        new Cookie(Tokens.COOKIE, tokens.login(), "/", -1, secure, true, null, SameSite.STRICT));
    context.status(204);
  }
}
