package dev.mien.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server under everyday trouble: eight streams of frames and posts beside them, and clients that
 * vanish in the middle of a body, stall, or send what is no image. Prints resident memory, threads,
 * open files and latencies over time, and ends with exit code 1 if one of them grew. Linux only.
 *
 * <p>Grown means: the median of the last third is more than the median of the second third by over
 * 10 % and 16 MB, 8 threads or 16 files. The first third is for warming up.
 */
public final class Soak {
  private static final int STREAMS = 8;
  private static final int ROWS = 30;

  private Soak() {}

  private record Row(long second, long frames, double megabytes, long threads, long files) {}

  /** Runs: how many frames, how many seconds at most, and the most seconds between two rows. */
  public static void main(String[] arguments) throws Exception {
    System.exit(run(arguments) ? 0 : 1); // When the server is stopped: an exit stops none.
  }

  private static boolean run(String[] arguments) throws Exception {
    long wanted = Long.parseLong(arguments[0]);
    long seconds = Long.parseLong(arguments[1]);
    try (ServerProcess server = ServerProcess.start("512m")) {
      List<byte[]> images = StreamLoad.frames();
      AtomicBoolean over = new AtomicBoolean();
      Latencies latencies = new Latencies();
      AtomicLong failures = new AtomicLong();
      ExecutorService clients = Executors.newCachedThreadPool(Soak::daemon);
      List<StreamLoad.Client> streams = new ArrayList<>();
      HttpClient http = HttpClient.newHttpClient();
      for (int i = 0; i < STREAMS; i++) {
        StreamLoad.Client stream = new StreamLoad.Client(images, i);
        stream.begin(
            http.newWebSocketBuilder()
                .buildAsync(server.address("ws", "/v1/stream"), stream)
                .join());
        streams.add(stream);
      }
      clients.execute(() -> post(server, images, over, latencies, failures));
      clients.execute(() -> Attacks.everydayTrouble(server.port(), images.get(0), over));
      List<Row> rows = watch(server, streams, latencies, wanted, seconds);
      over.set(true);
      streams.forEach(StreamLoad.Client::end);
      clients.shutdownNow();
      long errors = streams.stream().mapToLong(StreamLoad.Client::errors).sum();
      System.out.printf("errors of streams: %d, of posts: %d%n", errors, failures.get());
      boolean grew =
          grew("resident memory, MB", rows.stream().mapToDouble(Row::megabytes).toArray(), 16)
              | grew("threads", rows.stream().mapToDouble(Row::threads).toArray(), 8)
              | grew("open files", rows.stream().mapToDouble(Row::files).toArray(), 16);
      return !grew && errors + failures.get() == 0;
    }
  }

  private static List<Row> watch(
      ServerProcess server,
      List<StreamLoad.Client> streams,
      Latencies latencies,
      long wanted,
      long seconds)
      throws IOException, InterruptedException {
    System.out.println(
        "second    frames   resident MB   threads   files   post p50 ms   post p95 ms");
    List<Row> rows = new ArrayList<>();
    long start = System.nanoTime();
    long step = Math.max(2, seconds / ROWS);
    long frames = 0;
    for (long second = step; second <= seconds && frames < wanted; second += step) {
      Thread.sleep(Math.max(1, 1000 * second - (System.nanoTime() - start) / 1_000_000));
      frames = streams.stream().mapToLong(StreamLoad.Client::answered).sum();
      Row row = new Row(second, frames, server.megabytes(), server.threads(), server.files());
      rows.add(row);
      System.out.printf(
          Locale.ROOT,
          "%6d  %,8d   %11.1f   %7d   %5d   %11.1f   %11.1f%n",
          second,
          frames,
          row.megabytes(),
          row.threads(),
          row.files(),
          latencies.percentile(0.5),
          latencies.percentile(0.95));
      latencies.clear();
    }
    return rows;
  }

  private static void post(
      ServerProcess server,
      List<byte[]> images,
      AtomicBoolean over,
      Latencies latencies,
      AtomicLong failures) {
    HttpClient http = HttpClient.newHttpClient();
    for (int i = 0; !over.get(); i++) {
      HttpRequest request =
          HttpRequest.newBuilder(server.address("http", "/v1/analyze"))
              .header("Content-Type", "image/jpeg")
              .POST(BodyPublishers.ofByteArray(images.get(i % images.size())))
              .build();
      try {
        long sent = System.nanoTime();
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        latencies.add(System.nanoTime() - sent);
        if (status != 200 && !over.get()) {
          failures.incrementAndGet();
        }
        Thread.sleep(200);
      } catch (IOException e) {
        if (!over.get()) {
          failures.incrementAndGet();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Says what became of a figure, and whether it grew. */
  private static boolean grew(String name, double[] values, double leeway) {
    int third = values.length / 3;
    double before = median(java.util.Arrays.copyOfRange(values, third, 2 * third));
    double after = median(java.util.Arrays.copyOfRange(values, 2 * third, values.length));
    boolean grew = after > 1.1 * before && after > before + leeway;
    System.out.printf(
        Locale.ROOT, "%s: %.1f, then %.1f: %s%n", name, before, after, grew ? "IT GREW" : "flat");
    return grew;
  }

  private static double median(double[] values) {
    java.util.Arrays.sort(values);
    return values.length == 0 ? 0 : values[values.length / 2];
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "soak");
    thread.setDaemon(true);
    return thread;
  }
}
