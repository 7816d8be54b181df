package dev.mien.app.server;

import dev.mien.StreamOptions;
import dev.mien.event.TimeSpan;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.jspecify.annotations.Nullable;

/** What stays open: the WebSocket {@code /v1/stream} and the server-sent {@code /v1/events}. */
final class LiveRoutes {
  private static final int TRY_AGAIN_LATER = 1013;
  private static final int PING_SECONDS = 20;

  private final Services services;
  private final Connections connections;
  private final StreamOptions options;
  private final Map<String, LiveStream> streams = new ConcurrentHashMap<>();

  LiveRoutes(Services services, Connections connections, StreamOptions options) {
    this.services = services;
    this.connections = connections;
    this.options = options;
  }

  void register(RoutesConfig routes) {
    routes.get("/v1/events", this::events);
    routes.wsBeforeUpgrade("/v1/stream", this::checkUpgrade);
    routes.ws("/v1/stream", this::stream);
  }

  private void events(Context context) {
    String accept = context.header("Accept");
    if (accept == null || !accept.contains("text/event-stream")) {
      throw Problem.notAcceptable("ask for events with the header Accept: text/event-stream");
    }
    if (!connections.enter()) {
      throw connections.full();
    }
    new SseHandler(this::listen).handle(context);
  }

  private void listen(SseClient client) {
    try {
      services.events().serve(client, client.ctx().queryParam("stream"));
    } finally {
      connections.leave();
    }
  }

  /** What can be refused is refused while there is still a status to do it with. */
  private void checkUpgrade(Context context) {
    if (connections.isFull()) {
      throw connections.full();
    }
    smoothed(context.queryParam("smooth"));
  }

  private StreamOptions smoothed(@Nullable String timeConstant) {
    try {
      return timeConstant == null
          ? options
          : options.withTimeConstant(TimeSpan.parse(timeConstant));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private void stream(WsConfig ws) {
    ws.onConnect(this::begin);
    ws.onBinaryMessage(context -> with(context, stream -> stream.onBinary(context.data())));
    ws.onMessage(context -> with(context, stream -> stream.onText(context.message())));
    ws.onClose(this::forget);
    ws.onError(this::forget);
  }

  private void begin(WsConnectContext context) {
    if (!connections.enter()) {
      context.closeSession(TRY_AGAIN_LATER, "all connections are taken");
      return;
    }
    LiveStream stream =
        new LiveStream(
            id(),
            services,
            outbox(context),
            smoothed(context.queryParam("smooth")),
            "client".equals(context.queryParam("clock")),
            "true".equals(context.queryParam("attention")));
    context.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
    streams.put(context.sessionId(), stream);
  }

  private void with(WsContext context, Consumer<LiveStream> action) {
    LiveStream stream = streams.get(context.sessionId());
    if (stream != null) {
      action.accept(stream);
    }
  }

  private void forget(WsContext context) {
    LiveStream stream = streams.remove(context.sessionId());
    if (stream != null) {
      connections.leave();
      stream.close();
    }
  }

  private static String id() {
    return HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  }

  private static LiveStream.Outbox outbox(WsContext context) {
    return new LiveStream.Outbox() {
      @Override
      public void send(String text, Runnable sent) {
        if (context.session.isOpen()) {
          context.session.sendText(text, Callback.from(sent, failure -> {}));
        }
      }

      @Override
      public void close(int code, String reason) {
        context.closeSession(code, reason);
      }
    };
  }

  /** Tells all clients that the server stops. */
  void shutDown() {
    streams.values().forEach(LiveStream::shutDown);
  }

  /** Ends the streams whose clients have not gone by themselves. */
  void close() {
    streams.values().forEach(LiveStream::close);
  }
}
