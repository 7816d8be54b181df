package dev.mien.app.cli.live;

import dev.mien.app.cli.Terminal;
import dev.mien.app.cli.UserException;
import dev.mien.app.server.Limits;
import dev.mien.app.server.MienServer;
import dev.mien.app.server.ServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the API and the page. */
@Command(
    name = "serve",
    description = "Serve the web page and the API, on this machine unless told otherwise.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  mien serve                        then open http://127.0.0.1:7070",
      "  MIEN_TOKEN=… mien serve --host 0.0.0.0    for others, who must know it",
      "  mien serve --rules rules.txt --retain 30d",
      "  mien serve --store 'jdbc:postgresql://db/mien?user=mien&password=…'",
      "",
      "Pixels stay in memory of this server and are forgotten at once.",
      "Stop with Ctrl-C."
    })
public final class ServeCommand implements Callable<Integer> {
  private static final String TOKEN_VARIABLE = "MIEN_TOKEN";

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      defaultValue = "7070",
      description = "Port to listen on; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Whose first line clients must show; or set $MIEN_TOKEN. Needed for any other address than this machine's own.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      description = "A page of another host that may use the API, such as https://app.example.org.")
  private List<String> origins = List.of();

  @Mixin private StoreOption store = new StoreOption();

  @Option(
      names = "--retain",
      paramLabel = "SPAN",
      description = "Delete sessions that are older, such as 30d (default: keep them).")
  private @Nullable Duration retain;

  @Option(
      names = "--max-body",
      paramLabel = "BYTES",
      description = "Largest body of a request (default: 32 MiB).")
  private long maxBody = Limits.DEFAULT.bodyBytes();

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      description = "Largest image (default: 40 million).")
  private long maxPixels = Limits.DEFAULT.imagePixels();

  @Option(
      names = "--max-rate",
      paramLabel = "N",
      description = "Requests a minute from one address (default: 1200).")
  private int maxRate = Limits.DEFAULT.requestsPerMinute();

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = "WebSocket and event connections at once (default: 64).")
  private int maxConnections = Limits.DEFAULT.connections();

  @Option(
      names = "--max-queue",
      paramLabel = "N",
      description = "Pieces of work that may wait (default: 64).")
  private int maxQueue = Limits.DEFAULT.queue();

  @Mixin private StreamSettings settings = new StreamSettings();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerOptions options = options();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.countDown();
              try {
                stopped.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "mien-stop");
    try (MienServer server = MienServer.start(options)) {
      Runtime.getRuntime().addShutdownHook(hook);
      String address = "http://" + (host.contains(":") ? "[" + host + "]" : host);
      spec.commandLine()
          .getOut()
          .println(
              Terminal.colours()
                  .string(
                      "Mien listens on @|bold %s:%d|@  (API: %s:%d/docs; stop with Ctrl-C)"
                          .formatted(address, server.port(), address, server.port())));
      spec.commandLine().getOut().flush();
      stop.await();
    } finally {
      stopped.countDown();
    }
    return 0;
  }

  private ServerOptions options() throws IOException {
    Limits usual = Limits.DEFAULT;
    Set<String> allowed = new LinkedHashSet<>(origins);
    for (String origin : allowed) {
      if (!origin.matches("https?://[^/]+")) {
        throw new UserException(
            "an origin looks like https://app.example.org, without a path, not '" + origin + "'");
      }
    }
    String token = token();
    if (token == null && !ServerOptions.isLoopback(host)) {
      throw new UserException(
          "others could reach %s: set $%s or give --token-file".formatted(host, TOKEN_VARIABLE));
    }
    try {
      return new ServerOptions(
          host,
          port,
          token,
          allowed,
          new Limits(
              maxBody,
              maxPixels,
              usual.images(),
              usual.frameBytes(),
              usual.framesPerSecond(),
              maxRate,
              maxConnections,
              maxQueue),
          store.location(),
          retain,
          settings.model(),
          settings.minFace(),
          settings.streamOptions(),
          settings.rules());
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable String token() throws IOException {
    if (tokenFile != null) {
      List<String> lines = Files.readAllLines(tokenFile, StandardCharsets.UTF_8);
      return lines.isEmpty() ? "" : lines.get(0).strip();
    }
    String variable = System.getenv(TOKEN_VARIABLE);
    return variable == null || variable.isBlank() ? null : variable;
  }
}
