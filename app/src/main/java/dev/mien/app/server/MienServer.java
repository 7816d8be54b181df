package dev.mien.app.server;

import dev.mien.Mien;
import dev.mien.MienBuilder;
import dev.mien.app.image.HeifDecoder;
import dev.mien.app.session.SessionException;
import dev.mien.app.session.SessionStore;
import dev.mien.expression.ModelException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.router.Endpoint;
import io.javalin.websocket.WsHandlerType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API and the page. Thread-safe; stops gracefully when closed. */
public final class MienServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MienServer.class);
  private static final Duration BATCH_WAIT = Duration.ofMillis(2);
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final int TEXT_BYTES = 64 * 1024;
  private static final String START = "mien.start";

  private final ServerOptions options;
  private final Mien mien;
  private final Sessions sessions;
  private final WorkQueue work;
  private final Connections connections;
  private final BodyClock bodies = new BodyClock();
  private final EventHub events = new EventHub();
  private final Metrics metrics;
  private final Tokens tokens;
  private final AccessFilter access;
  private final Uploads uploads;
  private final Services services;
  private final FrameRecording appending;
  private final LiveRoutes live;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final @Nullable ScheduledFuture<?> pruning;
  private final ScheduledFuture<?> ticking;
  private final Javalin javalin;
  private volatile boolean stopping;

  private MienServer(ServerOptions options, Mien mien, SessionStore store) {
    this.options = options;
    this.mien = mien;
    Limits limits = options.limits();
    sessions = new Sessions(store);
    work = new WorkQueue(Runtime.getRuntime().availableProcessors(), limits.queue());
    connections = new Connections(limits.connections());
    metrics = new Metrics(work, connections);
    tokens = new Tokens(options.token());
    access = new AccessFilter(options, tokens);
    uploads = new Uploads(limits, bodies);
    services = new Services(mien, work, sessions, events, metrics, limits, options.rules());
    appending = new FrameRecording(services, options.stream());
    live = new LiveRoutes(services, connections, options.stream());
    Duration retention = options.retention();
    pruning =
        retention == null
            ? null
            : timer.scheduleAtFixedRate(
                lasting("old sessions could not be deleted", () -> prune(retention)),
                0,
                1,
                TimeUnit.HOURS);
    ticking =
        timer.scheduleWithFixedDelay(
            lasting("what is idle could not be closed", this::tick), 1, 1, TimeUnit.SECONDS);
    javalin = Javalin.create(this::configure);
  }

  /**
   * Loads the model, opens the store and listens. A model or a port that cannot be used leaves no
   * store behind.
   *
   * @throws ModelException if the model cannot be used
   * @throws SessionException if the store cannot be used
   * @throws IOException if the address cannot be listened on
   */
  public static MienServer start(ServerOptions options) throws IOException {
    return start(options, Mien.builder());
  }

  /**
   * The same, with an analysis of which more is set than the options say: a prior, for example.
   *
   * @throws ModelException if the model cannot be used
   * @throws SessionException if the store cannot be used
   * @throws IOException if the address cannot be listened on
   */
  public static MienServer start(ServerOptions options, MienBuilder analysis) throws IOException {
    Mien mien =
        analysis
            .imageDecoder(new HeifDecoder())
            .model(options.model())
            .minFaceSize(options.minFaceSize())
            .maxPixels(options.limits().imagePixels())
            .batchWait(BATCH_WAIT)
            .open();
    SessionStore store;
    try {
      requireFree(options); // Before there is a store.
      store = SessionStore.open(options.store());
    } catch (IOException | RuntimeException e) {
      mien.close();
      throw e;
    }
    MienServer server = new MienServer(options, mien, store);
    try {
      server.javalin.start(options.host(), options.port());
    } catch (RuntimeException e) {
      server.close();
      throw cannotListen(options, e);
    }
    return server;
  }

  private static void requireFree(ServerOptions options) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(options.host(), options.port()));
    } catch (IOException | IllegalArgumentException e) {
      throw cannotListen(options, e);
    }
  }

  private static IOException cannotListen(ServerOptions options, Exception cause) {
    return new IOException(
        "port %d of %s cannot be listened on; another program may use it"
            .formatted(options.port(), options.host()),
        cause);
  }

  /** The port it listens on. */
  public int port() {
    return javalin.port();
  }

  /** Method and path of everything that can be asked for, for the test of the OpenAPI document. */
  List<String> routes() {
    List<String> routes = new ArrayList<>();
    javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> endpoint.method.isHttpMethod())
        .forEach(endpoint -> routes.add(endpoint.method + " " + endpoint.path));
    javalin.unsafe.internalRouter.allWsHandlers().stream()
        .filter(handler -> handler.getType() == WsHandlerType.WEBSOCKET)
        .forEach(handler -> routes.add("GET " + handler.getPath()));
    return routes;
  }

  /** A timer forgets a task that throws: whatever happens is logged, and the task comes again. */
  static Runnable lasting(String sentence, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.error(sentence, e);
      }
    };
  }

  private void prune(Duration retention) {
    int count = sessions.store().prune(retention);
    if (count > 0) {
      LOG.info("{} sessions older than {} were deleted", count, retention);
    }
  }

  private void tick() {
    bodies.tick(System.nanoTime());
    appending.forgetIdle(System.nanoTime());
    live.tick(System.nanoTime());
  }

  private void configure(JavalinConfig config) {
    Limits limits = options.limits();
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = limits.bodyBytes();
    config.http.prefer405over404 = true;
    config.jetty.modifyServer(server -> server.setErrorHandler(new ServerErrors()));
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.jetty.modifyWebSocketServletFactory(
        factory -> {
          factory.setMaxBinaryMessageSize(limits.frameBytes());
          factory.setMaxTextMessageSize(TEXT_BYTES);
          factory.setIdleTimeout(IDLE);
        });
    RoutesConfig routes = config.routes;
    routes.before(this::enter);
    routes.after(this::leave);
    routes.wsBeforeUpgrade(this::enter);
    PageRoutes.register(config);
    new OperationRoutes(services, connections, access, tokens, uploads).register(routes);
    new AnalyzeRoutes(mien, work, uploads, metrics).register(routes);
    new SessionRoutes(sessions, appending, uploads, mien.model().name()).register(routes);
    live.register(routes);
    routes.exception(Problem.class, MienServer::answer);
    routes.exception(
        HttpResponseException.class,
        (e, context) -> answer(Problem.of(e.getStatus(), context), context));
    routes.exception(SessionException.class, (e, context) -> answer(Problem.of(e), context));
    routes.exception(
        Exception.class,
        (e, context) -> {
          if (stopping || e instanceof EofException || e.getCause() instanceof EofException) {
            LOG.debug("{} {}: the client went", context.method(), context.path(), e);
          } else {
            LOG.error("{} {} failed", context.method(), context.path(), e);
          }
          answer(Problem.internal(), context);
        });
    routes.error(404, context -> nothingHere(context));
  }

  private void enter(Context context) {
    context.attribute(START, System.nanoTime());
    access.addHeaders(context);
    if (stopping) {
      throw work.busy();
    }
    access.check(context);
    access.takeSlot(context);
    if (context.method().equals(HandlerType.OPTIONS)) {
      context.status(204); // A page of another host asks first what it may do.
      context.skipRemainingHandlers();
    }
  }

  private void leave(Context context) {
    Long start = context.attribute(START);
    if (start != null) {
      Endpoint matched = context.endpoints().matchedHttpEndpoint();
      String route = matched == null ? "none" : matched.path;
      metrics.request(route, context.statusCode(), System.nanoTime() - start);
    }
  }

  private static void answer(Problem problem, Context context) {
    context.status(problem.status());
    context.contentType(Problem.CONTENT_TYPE);
    if (problem.status() == 429 || problem.status() == 503) {
      context.header("Retry-After", "1");
    }
    if (problem.status() == 401) {
      context.header("WWW-Authenticate", "Bearer");
    }
    if (hasUnreadBody(context)) {
      // The server closes the connection then; a client that knows does not send the next request
      // into it.
      context.header("Connection", "close");
    }
    context.result(problem.json().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean hasUnreadBody(Context context) {
    boolean hasBody =
        context.req().getContentLengthLong() > 0 || context.header("Transfer-Encoding") != null;
    try {
      return hasBody && !context.req().getInputStream().isFinished();
    } catch (IOException | IllegalStateException e) {
      return true;
    }
  }

  private static void nothingHere(Context context) {
    String type = context.res().getContentType();
    if (type == null || !type.startsWith(Problem.CONTENT_TYPE)) {
      answer(Problem.notFound("there is nothing at " + context.path()), context);
    }
  }

  /** Takes nothing new, finishes what was begun, writes what sessions have, and goes. */
  @Override
  public synchronized void close() {
    if (stopping) {
      return;
    }
    stopping = true;
    if (pruning != null) {
      pruning.cancel(false);
    }
    ticking.cancel(false);
    timer.shutdown();
    work.close();
    live.shutDown();
    events.close();
    javalin.stop();
    live.close();
    appending.close();
    sessions.close();
    metrics.close();
    mien.close();
  }
}
