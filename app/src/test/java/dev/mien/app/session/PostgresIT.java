package dev.mien.app.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A PostgreSQL server of its own, where one is installed; .ci/run installs it. */
final class PostgresIT {
  private static Path programs() throws IOException {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Path.of("");
    }
    try (Stream<Path> all = Files.list(versions)) {
      return all.map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder())
          .orElse(Path.of(""));
    }
  }

  @Test
  void store_onPostgresql_keepsItsContract() throws IOException, InterruptedException {
    Path programs = programs();
    assumeTrue(
        !programs.toString().isEmpty(), "PostgreSQL is not installed (apt-get install postgresql)");
    Path data = Files.createTempDirectory("mien-postgres");
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
    int port = freePort();
    try {
      run(programs, "initdb", "-D", data + "/db", "-U", "mien", "-A", "trust", "-E", "UTF8");
      run(
          programs,
          "pg_ctl",
          "-D",
          data + "/db",
          "-w",
          "-l",
          data + "/log",
          "-o",
          "-p %d -h 127.0.0.1 -k %s".formatted(port, data),
          "start");
      StoreContract.check("jdbc:postgresql://127.0.0.1:%d/postgres?user=mien".formatted(port));
    } finally {
      run(programs, "pg_ctl", "-D", data + "/db", "-m", "immediate", "stop");
      run(Path.of("/bin"), "rm", "-rf", data + "/db", data + "/log");
      Files.deleteIfExists(data);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** PostgreSQL refuses to run as root, so root becomes its user. */
  private static void run(Path folder, String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(folder.resolve(program).toString());
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile("mien-postgres", ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/tmp").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s", command).isTrue();
      assertThat(process.exitValue())
          .as("%s: %s", command, Files.readString(log, StandardCharsets.UTF_8))
          .isZero();
    } finally {
      Files.deleteIfExists(log);
    }
  }
}
