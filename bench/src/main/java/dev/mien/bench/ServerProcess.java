package dev.mien.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A Mien server of its own, in a process of its own, with a heap of a given size. Linux only,
 * because its figures come from /proc.
 */
final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final Path folder;
  private final int port;

  private ServerProcess(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  static ServerProcess start(String heap) throws IOException {
    Path folder = Files.createTempDirectory("mien-bench");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + heap,
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName(),
                folder.resolve("sessions.db").toString())
            .redirectError(folder.resolve("server.log").toFile())
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith("port ")) {
      process.destroyForcibly();
      throw new IOException(
          "the server did not start: " + Files.readString(folder.resolve("server.log")));
    }
    return new ServerProcess(process, folder, Integer.parseInt(line.substring(5)));
  }

  int port() {
    return port;
  }

  URI address(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + port + path);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  double megabytes() throws IOException {
    return status("VmRSS:") / 1e3;
  }

  long threads() throws IOException {
    return status("Threads:");
  }

  private long status(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  /** Open files and connections. */
  long files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(process.pid()), "fd"))) {
      return files.count();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
