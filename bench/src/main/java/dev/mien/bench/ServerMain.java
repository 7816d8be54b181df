package dev.mien.bench;

import dev.mien.app.server.Limits;
import dev.mien.app.server.MienServer;
import dev.mien.app.server.ServerOptions;
import java.io.IOException;

/** A server that says which port it listens on; all limits are the defaults but one. */
final class ServerMain {
  /** Measuring asks more often than one address usually may. */
  private static final int REQUESTS_PER_MINUTE = 100_000;

  private ServerMain() {}

  /** Runs: the file of its sessions. */
  public static void main(String[] arguments) throws IOException {
    Limits usual = Limits.DEFAULT;
    Limits limits =
        new Limits(
            usual.bodyBytes(),
            usual.imagePixels(),
            usual.images(),
            usual.frameBytes(),
            usual.framesPerSecond(),
            REQUESTS_PER_MINUTE,
            usual.connections(),
            usual.queue());
    MienServer server = MienServer.start(ServerOptions.local(arguments[0]).withLimits(limits));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    System.out.println("port " + server.port());
    System.out.flush();
  }
}
