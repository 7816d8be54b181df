package dev.mien.app.cli.live;

import dev.mien.app.cli.console.StopSignal;
import dev.mien.app.cli.console.Terminal;
import dev.mien.app.cli.console.TextFile;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.server.Limits;
import dev.mien.app.server.MienServer;
import dev.mien.app.server.ServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
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
      "  mien serve                   then open http://127.0.0.1:7070",
      "  mien serve --host 0.0.0.0    for others, who need the token that it prints",
      "  mien serve --rules rules.txt --retain 30d",
      "  mien serve --store postgresql://mien:…@db/mien",
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
          "Whose first line clients must show; or set $MIEN_TOKEN. Without either, one is made and printed if --host lets others in.")
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
      description = "Largest image in pixels (default: 50 million).")
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

  @Mixin private LiveOptions live = new LiveOptions();
  @Spec private CommandSpec spec;

  private @Nullable String madeToken;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerOptions options = options();
    try (StopSignal signal = new StopSignal();
        MienServer server = MienServer.start(options, live.model().builderWithPrior())) {
      String address = "http://" + (host.contains(":") ? "[" + host + "]" : host);
      String token = madeToken;
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          Terminal.colours()
              .string(
                  "Mien listens on @|bold %s:%d|@  (API: %s:%d/docs; stop with Ctrl-C)"
                      .formatted(address, server.port(), address, server.port())));
      if (token != null) {
        out.printf(
            "Others need this token, which is shown only now: %s%nIn a browser: %s:%d/#token=%s%n",
            token, address.replace("0.0.0.0", hostName()), server.port(), token);
      }
      out.flush();
      signal.await();
      return signal.exitCode();
    }
  }

  /** What others may call this machine. */
  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
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
      token = newToken();
      madeToken = token;
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
          live.model().model(),
          live.model().minFace(),
          live.streamOptions(),
          live.rules());
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
  }

  /** 128 random bits. */
  private static String newToken() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private @Nullable String token() throws IOException {
    if (tokenFile != null) {
      return TextFile.read(tokenFile, "token file").lines().findFirst().orElse("").strip();
    }
    String variable = System.getenv(TOKEN_VARIABLE);
    return variable == null || variable.isBlank() ? null : variable.strip();
  }
}
