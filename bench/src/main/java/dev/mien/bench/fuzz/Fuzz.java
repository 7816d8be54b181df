package dev.mien.bench.fuzz;

import dev.mien.expression.onnx.InstalledModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Feeds damaged input to all targets in turn and prints how many were tried, accepted and refused.
 * An exception of another type than the target's own, an error, or more than {@value
 * #LONGEST_SECONDS} s for one input is a find: it is printed, its input is kept in {@code
 * fuzz-finds/}, and the exit code is 1. Native decoders may end the process: the input that did it
 * is {@code current.bin} of its target.
 */
public final class Fuzz {
  static final int LONGEST_SECONDS = 30;
  private static final int MOST_FINDS = 20;

  /** What came of one target. */
  record Outcome(
      String target, long tried, long accepted, double slowestSeconds, List<String> finds) {}

  private Fuzz() {}

  /** Runs: seconds in all, seed, and, if not all, the names of targets. */
  public static void main(String[] arguments) throws Exception {
    int seconds = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    List<String> wanted = List.of(arguments).subList(2, arguments.length);
    System.out.println("seed " + seed + ", models " + InstalledModels.names());
    System.out.println("target        tried     accepted   slowest s   finds");
    int finds = 0;
    List<FuzzTarget> targets = Targets.all();
    targets.removeIf(target -> !wanted.isEmpty() && !wanted.contains(target.name()));
    try {
      for (FuzzTarget target : targets) {
        Outcome outcome =
            run(target, 1000L * seconds / targets.size(), seed, Path.of("fuzz-finds"));
        System.out.printf(
            Locale.ROOT,
            "%-12s  %,8d  %,8d   %9.2f   %5d%n",
            outcome.target(),
            outcome.tried(),
            outcome.accepted(),
            outcome.slowestSeconds(),
            outcome.finds().size());
        outcome.finds().forEach(System.out::println);
        finds += outcome.finds().size();
      }
    } finally {
      for (FuzzTarget target : targets) {
        target.close();
      }
    }
    System.exit(finds == 0 ? 0 : 1);
  }

  /** Feeds one target for a while; what is found is kept in a folder. */
  static Outcome run(FuzzTarget target, long millis, long seed, Path folder) throws IOException {
    target.prepare();
    List<byte[]> seeds = target.seeds();
    Path current = folder.resolve(target.name()).resolve("current.bin");
    Files.createDirectories(folder.resolve(target.name()));
    Mutator mutator = new Mutator(seed);
    ExecutorService reader = Executors.newCachedThreadPool(Fuzz::daemon);
    List<String> finds = new ArrayList<>();
    long tried = 0;
    long accepted = 0;
    long slowest = 0;
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    do {
      byte[] input = tried < seeds.size() ? seeds.get((int) tried) : mutator.next(seeds);
      Files.write(current, input);
      long start = System.nanoTime();
      Future<Boolean> reading = reader.submit(() -> read(target, input));
      try {
        accepted += reading.get(LONGEST_SECONDS, TimeUnit.SECONDS) ? 1 : 0;
      } catch (TimeoutException e) {
        finds.add(
            keep(
                folder.resolve(target.name()),
                tried,
                input,
                "longer than " + LONGEST_SECONDS + " s"));
      } catch (ExecutionException e) {
        Throwable found = e.getCause().getCause() == null ? e.getCause() : e.getCause().getCause();
        finds.add(keep(folder.resolve(target.name()), tried, input, String.valueOf(found)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      slowest = Math.max(slowest, System.nanoTime() - start);
      tried++;
    } while (System.nanoTime() < end && finds.size() < MOST_FINDS);
    reader.shutdownNow();
    Files.delete(current);
    return new Outcome(target.name(), tried, accepted, slowest / 1e9, finds);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fuzz");
    thread.setDaemon(true);
    return thread;
  }

  private static boolean read(FuzzTarget target, byte[] input) {
    try {
      return target.read(input);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static String keep(Path folder, long number, byte[] input, String what)
      throws IOException {
    Path file = folder.resolve(number + ".bin");
    Files.createDirectories(folder);
    Files.write(file, input);
    return "  " + file + ": " + what;
  }
}
