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
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What stays open: the WebSocket {@code /v1/stream} and the server-sent {@code /v1/events}. */
final class LiveRoutes {
  private static final int TRY_AGAIN_LATER = 1013;
  private static final int PING_SECONDS = 20;

  private final Services services;
  private final Connections connections;
  private final StreamOptions options;
  private final Map<String, Open> streams = new ConcurrentHashMap<>();

  private record Open(LiveStream stream, Connections.Place place) {}

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

  /** Ends what is to end; to be called once a second. */
  void tick(long now) {
    streams.values().forEach(open -> open.stream().tick(now));
  }

  private void events(Context context) {
    String accept = context.header("Accept");
    if (accept == null || !accept.contains("text/event-stream")) {
      throw Problem.notAcceptable("ask for events with the header Accept: text/event-stream");
    }
    Connections.Place place = connections.enter(context.ip());
    try {
      // Whatever else the header names, this is what the handler knows.
      SseHandler handler = new SseHandler(this::listen);
      handler.handle(context);
    } finally {
      place.leave();
    }
  }

  private void listen(SseClient client) {
    services.events().serve(client, Caller.of(client.ctx()), client.ctx().queryParam("stream"));
  }

  /** What can be refused is refused while there is still a status to do it with. */
  private void checkUpgrade(Context context) {
    connections.check(context.ip());
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
    String address = address(context);
    Connections.Place place;
    try {
      place = connections.enter(address);
    } catch (Problem e) {
      context.closeSession(TRY_AGAIN_LATER, String.valueOf(e.getMessage()));
      return;
    }
    LiveStream stream =
        new LiveStream(
            id(),
            address,
            services,
            new Outbox(context.session),
            smoothed(context.queryParam("smooth")),
            "client".equals(context.queryParam("clock")),
            "true".equals(context.queryParam("attention")));
    context.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
    streams.put(context.sessionId(), new Open(stream, place));
  }

  private static String address(WsContext context) {
    return context.session.getRemoteSocketAddress() instanceof InetSocketAddress remote
            && remote.getAddress() != null
        ? remote.getAddress().getHostAddress()
        : "";
  }

  private void with(WsContext context, Consumer<LiveStream> action) {
    Open open = streams.get(context.sessionId());
    if (open != null) {
      action.accept(open.stream());
    }
  }

  private void forget(WsContext context) {
    Open open = streams.remove(context.sessionId());
    if (open != null) {
      open.place().leave();
      open.stream().close();
    }
  }

  private static String id() {
    return HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  }

  /** Tells all clients that the server stops. */
  void shutDown() {
    streams.values().forEach(open -> open.stream().shutDown());
  }

  /** Ends the streams whose clients have not gone by themselves. */
  void close() {
    streams.values().forEach(open -> open.stream().close());
  }
}
