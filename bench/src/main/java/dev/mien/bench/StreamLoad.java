package dev.mien.bench;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Web cams at a running server: every client sends 640x480 frames with one face as fast as they are
 * answered, two under way, as the page does. Prints frames a second of each client, latencies and
 * the server's resident memory over time.
 */
public final class StreamLoad {
  private static final int FRAMES = 60;
  private static final int IN_FLIGHT = 2;
  private static final int STEP_SECONDS = 30;

  private StreamLoad() {}

  /** Runs: {@code ws://127.0.0.1:7070/v1/stream}, clients, seconds, process id of the server. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    URI address = URI.create(arguments[0]);
    int clients = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    Path status = Path.of("/proc", arguments[3], "status");
    List<byte[]> frames = frames();
    HttpClient http = HttpClient.newHttpClient();
    List<Client> all = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Client client = new Client(frames, i);
      client.begin(http.newWebSocketBuilder().buildAsync(address, client).join());
      all.add(client);
    }
    System.out.println("second   frames/s   resident MB");
    long before = 0;
    for (int second = STEP_SECONDS; second <= seconds; second += STEP_SECONDS) {
      Thread.sleep(STEP_SECONDS * 1000L);
      long answered = all.stream().mapToLong(client -> client.answered).sum();
      System.out.printf(
          Locale.ROOT,
          "%6d   %8.1f   %11.1f%n",
          second,
          (answered - before) / (double) STEP_SECONDS,
          residentMegabytes(status));
      before = answered;
    }
    all.forEach(Client::end);
    Thread.sleep(1000);
    report(all, seconds);
  }

  private static void report(List<Client> clients, int seconds) {
    System.out.print("frames/s of each client:");
    clients.forEach(c -> System.out.printf(Locale.ROOT, " %.1f", c.answered / (double) seconds));
    long[] latencies =
        clients.stream()
            .flatMapToLong(c -> Arrays.stream(c.latencies, 0, c.latencyCount))
            .sorted()
            .toArray();
    System.out.printf(
        Locale.ROOT,
        "%nlatency ms: p50 %.1f, p95 %.1f, p99 %.1f, max %.1f (%d frames)%n",
        percentile(latencies, 0.50),
        percentile(latencies, 0.95),
        percentile(latencies, 0.99),
        percentile(latencies, 1),
        latencies.length);
    System.out.printf("errors: %d%n", clients.stream().mapToLong(c -> c.errors).sum());
  }

  private static double percentile(long[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1e6;
  }

  private static double residentMegabytes(Path status) throws IOException {
    return Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElse(0)
        / 1e3;
  }

  /** A sample photo seen through a window that moves. */
  static List<byte[]> frames() throws IOException {
    BufferedImage photo = ImageIO.read(Path.of("samples", "sample1.jpg").toFile());
    List<byte[]> frames = new ArrayList<>();
    for (int f = 0; f < FRAMES; f++) {
      int shift = (int) (60 * Math.sin(2 * Math.PI * f / FRAMES));
      BufferedImage frame = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = frame.createGraphics();
      int left = 180 + shift;
      graphics.drawImage(photo, 0, 0, 640, 480, left, 260, left + 560, 680, null);
      graphics.dispose();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(frame, "jpg", bytes);
      frames.add(bytes.toByteArray());
    }
    return frames;
  }

  static final class Client implements WebSocket.Listener {
    private final List<byte[]> frames;
    private final StringBuilder text = new StringBuilder();
    private final AtomicLongArray sentAt = new AtomicLongArray(1 << 16);
    private long[] latencies = new long[1 << 16];
    private WebSocket socket;
    private int next;
    private long sent;
    private volatile long answered;
    private volatile long errors;
    private int latencyCount;
    private volatile boolean ended;

    Client(List<byte[]> frames, int offset) {
      this.frames = frames;
      next = 7 * offset;
    }

    void begin(WebSocket opened) {
      socket = opened;
      IntStream.range(0, IN_FLIGHT).forEach(i -> send());
    }

    private synchronized void send() {
      if (!ended) {
        sent++;
        sentAt.set((int) (sent % sentAt.length()), System.nanoTime());
        socket.sendBinary(ByteBuffer.wrap(frames.get(next++ % frames.size())), true).join();
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        receive(message);
      }
      webSocket.request(1);
      return null;
    }

    private void receive(String message) {
      if (message.startsWith("{\"type\":\"frame\"")) {
        int start = message.indexOf("\"frame\":", 16) + 8;
        long number = Long.parseLong(message.substring(start, message.indexOf(',', start)));
        if (latencyCount == latencies.length) {
          latencies = Arrays.copyOf(latencies, 2 * latencies.length);
        }
        latencies[latencyCount++] =
            System.nanoTime() - sentAt.get((int) (number % sentAt.length()));
        answered++;
        if (!message.contains("\"track\":")) {
          errors++; // The face that is there was not found.
        }
        send();
      } else if (message.startsWith("{\"type\":\"error\"")) {
        errors++;
        send();
      }
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      errors++;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      if (!ended) {
        errors++;
        System.out.println("closed by the server: " + code + " " + reason);
      }
      return null;
    }

    long answered() {
      return answered;
    }

    long errors() {
      return errors;
    }

    void end() {
      ended = true;
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
    }
  }
}
