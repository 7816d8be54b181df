package dev.mien;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class of the tests in a JVM of its own, for what may end a JVM. */
public final class ChildJvm {
  private static final long LONGEST_SECONDS = 120;

  /** How it ended, and what it printed on both streams. */
  public record Result(int exitCode, String output) {}

  private ChildJvm() {}

  public static Result run(Class<?> main, Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.awt.headless=true",
                "-XX:-CreateCoredumpOnCrash",
                "-Djava.io.tmpdir=" + folder,
                "-XX:ErrorFile=" + folder.resolve("crash.log"),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
    command.addAll(List.of(arguments));
    Path log = folder.resolve("child.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the child did not end: " + read(log));
      }
      return new Result(process.exitValue(), read(log));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path log) throws IOException {
    return new String(java.nio.file.Files.readAllBytes(log), StandardCharsets.UTF_8);
  }
}
