package dev.mien.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.mien.Mien;
import dev.mien.MienStream;
import dev.mien.app.server.Limits;
import dev.mien.app.server.MienServer;
import dev.mien.app.server.ServerOptions;
import dev.mien.image.ImageReader;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/**
 * Compares two builds of Mien by the processor time that they take, in turns: each has a process of
 * its own, and one rests while the other works. Processor time and not time, because other work on
 * the machine takes turns with both; the ratio is that of neighbouring turns.
 *
 * <p>Three kinds of work: {@code photo}, a JPEG of 640 x 480 with one face through {@link
 * Mien#analyze(byte[])}; {@code stream}, frames through a {@link MienStream}; {@code server},
 * frames through a WebSocket of a server, client included.
 */
public final class CpuTurns {
  private static final int WARM_UP_TURNS = 5;

  private CpuTurns() {}

  /**
   * Runs: kind of work, number of pairs, operations in a turn, class path of the build before,
   * class path of the build after. This class must be on both.
   */
  public static void main(String[] arguments) throws IOException {
    String kind = arguments[0];
    int pairs = Integer.parseInt(arguments[1]);
    int operations = Integer.parseInt(arguments[2]);
    double[] ratios = new double[pairs];
    double[] before = new double[pairs];
    try (Side a = new Side(arguments[3], kind, operations);
        Side b = new Side(arguments[4], kind, operations)) {
      for (int i = 0; i < WARM_UP_TURNS; i++) {
        a.turn();
        b.turn();
      }
      for (int i = 0; i < pairs; i++) {
        // Neither side is always the first.
        double after = i % 2 == 0 ? 0 : b.turn();
        before[i] = a.turn();
        ratios[i] = (i % 2 == 0 ? b.turn() : after) / before[i];
      }
    }
    Arrays.sort(ratios);
    Arrays.sort(before);
    // The interval of a median by order statistics: binomial, in its normal approximation.
    int low = (int) Math.max(0, Math.floor((pairs - 1.96 * Math.sqrt(pairs)) / 2) - 1);
    System.out.printf(
        Locale.ROOT,
        "%s: %.2f ms of processor time before; after/before %.3f, 95 %% interval %.3f to %.3f (%d"
            + " pairs of %d)%n",
        kind,
        before[pairs / 2],
        ratios[pairs / 2],
        ratios[low],
        ratios[pairs - 1 - low],
        pairs,
        operations);
  }

  /** A build in a process of its own that works when it is told to. */
  private static final class Side implements AutoCloseable {
    private final Process process;
    private final BufferedReader in;
    private final BufferedWriter out;

    Side(String classPath, String kind, int operations) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-Xmx1g",
                  "-Djava.awt.headless=true",
                  "-cp",
                  classPath,
                  Worker.class.getName(),
                  kind,
                  String.valueOf(operations))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      in = process.inputReader(StandardCharsets.UTF_8);
      out = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Milliseconds of processor time for one operation. */
    double turn() throws IOException {
      out.write("go\n");
      out.flush();
      String line = in.readLine();
      if (line == null) {
        throw new IOException("a build ended");
      }
      return Double.parseDouble(line);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** The process of a build. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] arguments) throws Exception {
      int operations = Integer.parseInt(arguments[1]);
      Runnable work = work(arguments[0]);
      OperatingSystemMXBean system =
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (in.readLine() != null) {
        long start = system.getProcessCpuTime();
        for (int i = 0; i < operations; i++) {
          work.run();
        }
        System.out.println((system.getProcessCpuTime() - start) / 1e6 / operations);
      }
      System.exit(0);
    }

    private static Runnable work(String kind) throws IOException {
      byte[] jpeg = BenchmarkPhotos.oneFace();
      if (kind.equals("server")) {
        return new Frames(jpeg);
      }
      Mien mien = Mien.builder().threads(1).open();
      if (kind.equals("photo")) {
        return () -> analyze(mien, jpeg);
      }
      MienStream stream = mien.stream();
      ImageReader reader = new ImageReader(ImageReader.DEFAULT_MAX_PIXELS);
      long[] time = new long[1];
      return () -> {
        try {
          time[0] += 67;
          stream.analyze(reader.read(jpeg), Duration.ofMillis(time[0]));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      };
    }

    private static void analyze(Mien mien, byte[] jpeg) {
      try {
        mien.analyze(jpeg);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A web cam at a server of its own, one frame under way. */
  private static final class Frames implements Runnable, WebSocket.Listener {
    private static final Limits NO_RATE =
        new Limits(32L << 20, 40_000_000, 64, 4 << 20, 1_000_000, 1_000_000, 64, 64);

    private final byte[] jpeg;
    private final Semaphore answered = new Semaphore(0);
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private double time;

    Frames(byte[] jpeg) throws IOException {
      this.jpeg = jpeg;
      Path folder = Files.createTempDirectory("mien-bench");
      MienServer server =
          MienServer.start(
              ServerOptions.local(folder.resolve("sessions.db").toString()).withLimits(NO_RATE));
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + server.port() + "/v1/stream?clock=client"), this)
              .join();
    }

    @Override
    public void run() {
      time += 0.067;
      ByteBuffer frame = ByteBuffer.allocate(Double.BYTES + jpeg.length);
      socket.sendBinary(frame.putDouble(time).put(jpeg).flip(), true).join();
      answered.acquireUninterruptibly();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        if (List.of("frame", "error").stream()
            .anyMatch(type -> text.indexOf("{\"type\":\"" + type + "\"") == 0)) {
          answered.release();
        }
        text.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }
}
