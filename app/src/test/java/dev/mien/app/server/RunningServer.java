package dev.mien.app.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server for all tests of a class, with a store and a client of its own. To be registered as a
 * static extension.
 */
final class RunningServer implements BeforeAllCallback, AfterAllCallback {
  private final UnaryOperator<ServerOptions> settings;
  private final TestClient client = new TestClient(this::port);
  private @Nullable Path folder;
  private @Nullable MienServer server;

  RunningServer() {
    this(options -> options);
  }

  /**
   * @param settings what is different from a server for this machine alone
   */
  RunningServer(UnaryOperator<ServerOptions> settings) {
    this.settings = settings;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("mien-server-test");
    server = MienServer.start(settings.apply(options("sessions.db")));
  }

  /** Options of a local server whose store has this name; for further servers of a test. */
  ServerOptions options(String store) {
    return ServerOptions.local(
        Objects.requireNonNull(folder, "not started").resolve(store).toString());
  }

  MienServer server() {
    return Objects.requireNonNull(server, "not started");
  }

  int port() {
    return server().port();
  }

  /** May be asked for before the server is started. */
  TestClient client() {
    return client;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    server().close();
    try (Stream<Path> files = Files.list(Objects.requireNonNull(folder))) {
      files.forEach(RunningServer::delete);
    }
    Files.delete(folder);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
