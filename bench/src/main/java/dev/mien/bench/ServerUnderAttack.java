package dev.mien.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/**
 * A server with 512 MB of heap under slow logins, listeners that reset, JPEGs of a thousand scans,
 * rules of blanks and clients that do not read, all at once; and one client that behaves. Prints
 * how that one is served; the exit code is 1 if its 95th percentile is a second or more, or if it
 * was given a 5xx.
 */
public final class ServerUnderAttack {
  private static final int SCANS = 1000;
  private static final double MOST_MILLIS = 1000;

  private ServerUnderAttack() {}

  /** Runs: for how many seconds. */
  public static void main(String[] arguments) throws Exception {
    System.exit(run(arguments) ? 0 : 1); // When the server is stopped: an exit stops none.
  }

  private static boolean run(String[] arguments) throws Exception {
    int seconds = Integer.parseInt(arguments[0]);
    byte[] photo = StreamLoad.frames().get(0);
    try (ServerProcess server = ServerProcess.start("512m")) {
      serve(server, photo, 10, "at peace");
      AtomicBoolean over = new AtomicBoolean();
      byte[] jpeg = manyScans();
      for (Runnable attack :
          List.<Runnable>of(
              () -> Attacks.slowLogins(server.port(), over),
              () -> Attacks.resetListeners(server.port(), over),
              () -> Attacks.manyScans(server.port(), jpeg, over),
              () -> Attacks.manyScans(server.port(), jpeg, over),
              () -> Attacks.deafTexts(server.port(), over))) {
        Thread thread = new Thread(attack, "attack");
        thread.setDaemon(true);
        thread.start();
      }
      boolean well = serve(server, photo, seconds, "under attack");
      over.set(true);
      System.out.printf(
          Locale.ROOT,
          "resident %.0f MB, %d threads, alive: %s%n",
          server.megabytes(),
          server.threads(),
          server.isAlive());
      return well;
    }
  }

  private static boolean serve(ServerProcess server, byte[] photo, int seconds, String when)
      throws InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    Latencies latencies = new Latencies();
    int failures = 0;
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    while (System.nanoTime() < end) {
      HttpRequest request =
          HttpRequest.newBuilder(server.address("http", "/v1/analyze"))
              .timeout(Duration.ofSeconds(30))
              .header("Content-Type", "image/jpeg")
              .POST(BodyPublishers.ofByteArray(photo))
              .build();
      long sent = System.nanoTime();
      try {
        failures += http.send(request, BodyHandlers.discarding()).statusCode() >= 500 ? 1 : 0;
      } catch (IOException e) {
        failures++;
      }
      latencies.add(System.nanoTime() - sent);
      Thread.sleep(50);
    }
    System.out.printf(
        Locale.ROOT,
        "%-12s  %5d posts, p50 %.0f ms, p95 %.0f ms, max %.0f ms, 5xx or broken: %d%n",
        when,
        latencies.count(),
        latencies.percentile(0.5),
        latencies.percentile(0.95),
        latencies.percentile(1),
        failures);
    return failures == 0 && latencies.percentile(0.95) < MOST_MILLIS;
  }

  /** A progressive JPEG whose last scan is there a thousand times. */
  private static byte[] manyScans() throws IOException {
    BufferedImage image = new BufferedImage(4000, 4000, BufferedImage.TYPE_BYTE_GRAY);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      image.setRGB(random.nextInt(4000), random.nextInt(4000), random.nextInt());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    writer.setOutput(ImageIO.createImageOutputStream(out));
    writer.write(null, new IIOImage(image, null, null), parameters);
    writer.dispose();
    byte[] jpeg = out.toByteArray();
    int last = jpeg.length - 2;
    while (jpeg[last] != (byte) 0xff || jpeg[last + 1] != (byte) 0xda) {
      last--;
    }
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    many.write(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < SCANS; i++) {
      many.write(jpeg, last, jpeg.length - 2 - last);
    }
    many.write(jpeg, jpeg.length - 2, 2);
    return many.toByteArray();
  }
}
