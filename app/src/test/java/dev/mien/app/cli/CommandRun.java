package dev.mien.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of the real {@code ./mien} in a process of its own.
 *
 * @param exitCode of the process
 * @param out its standard output
 * @param err its standard error
 */
record CommandRun(int exitCode, String out, String err) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static CommandRun of(Path folder, List<String> arguments)
      throws IOException, InterruptedException {
    return of(folder, new byte[0], arguments);
  }

  static CommandRun of(Path folder, byte[] input, List<String> arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("mien", ".out");
    Path err = Files.createTempFile("mien", ".err");
    try {
      Process process =
          start(folder, arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      process.getOutputStream().write(input);
      process.getOutputStream().close();
      if (!process.waitFor(300, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("mien " + arguments + " did not end");
      }
      return new CommandRun(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(err);
    }
  }

  static ProcessBuilder start(Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("mien").toString()));
    command.addAll(arguments);
    return new ProcessBuilder(command).directory(folder.toFile());
  }

  List<String> lines() {
    return out.lines().toList();
  }
}
