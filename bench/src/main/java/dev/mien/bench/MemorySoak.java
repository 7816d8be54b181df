package dev.mien.bench;

import dev.mien.Mien;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Analyses many photos and prints heap and resident memory on the way: both must stay flat. Linux
 * only, because the resident size comes from /proc.
 */
public final class MemorySoak {
  private static final int PHOTOS = 1000;
  private static final int STEP = 100;

  private MemorySoak() {}

  /** Runs; an argument is the number of photos. */
  public static void main(String[] arguments) throws IOException {
    int photos = arguments.length > 0 ? Integer.parseInt(arguments[0]) : PHOTOS;
    try (Mien mien = Mien.open()) {
      System.out.println("photos   heap MB   resident MB   photos/s");
      long start = System.nanoTime();
      for (int done = 0; done < photos; done += STEP) {
        List<Path> files = new ArrayList<>();
        IntStream.range(done, Math.min(photos, done + STEP))
            .forEach(i -> files.add(Path.of("samples", "sample" + (i % 6 + 1) + ".jpg")));
        mien.analyzeAll(files, (result, image) -> {});
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        System.out.printf(
            Locale.ROOT,
            "%6d   %7.1f   %11.1f   %8.1f%n",
            done + files.size(),
            (runtime.totalMemory() - runtime.freeMemory()) / 1e6,
            residentKilobytes() / 1e3,
            (done + files.size()) / ((System.nanoTime() - start) / 1e9));
      }
    }
  }

  static long residentKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
