package dev.mien.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs a command and prints its resident memory every so many seconds. Linux only. */
public final class ProcessMemory {
  private ProcessMemory() {}

  /** Runs: seconds between two readings, then the command with its arguments. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int step = Integer.parseInt(arguments[0]);
    String[] command = Arrays.copyOfRange(arguments, 1, arguments.length);
    long start = System.nanoTime();
    Process process = new ProcessBuilder(command).inheritIO().start();
    System.out.println("second   resident MB");
    while (!process.waitFor(step, TimeUnit.SECONDS)) {
      System.out.printf(
          Locale.ROOT,
          "%6d   %11.1f%n",
          (System.nanoTime() - start) / 1_000_000_000L,
          residentMegabytes(process.pid()));
    }
    System.out.printf(
        Locale.ROOT,
        "done in %.1f s, exit code %d%n",
        (System.nanoTime() - start) / 1e9,
        process.exitValue());
  }

  private static double residentMegabytes(long pid) throws IOException {
    try {
      return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0)
          / 1e3;
    } catch (NoSuchFileException e) {
      return 0; // It ended meanwhile.
    }
  }
}
