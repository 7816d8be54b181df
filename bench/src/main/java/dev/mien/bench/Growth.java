package dev.mien.bench;

import com.sun.management.ThreadMXBean;
import dev.mien.Mien;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.face.AlignedFace;
import dev.mien.geometry.Similarity;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/**
 * Measures how time and memory grow with the size of a picture, with the faces in it, with the
 * batch and with the threads: prints tables, and draws docs/growth.png. Run from the root of the
 * checkout, with nothing else running.
 */
public final class Growth {
  private static final int ROUNDS = 9;
  private static final int PHOTOS = 24;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final FacePictures pictures = new FacePictures(1);
  private final XYChart chart =
      new XYChartBuilder()
          .width(900)
          .height(520)
          .title("one JPEG photo on one thread, from its bytes to the answer")
          .xAxisTitle("megapixels (5 faces), or faces (2.5 megapixels)")
          .yAxisTitle("milliseconds")
          .build();

  private Growth() throws IOException {}

  /** One measured point. */
  private record Cost(double milliseconds, double megabytes, int faces) {}

  /** Runs. */
  public static void main(String[] arguments) throws IOException {
    new Growth().run();
  }

  private void run() throws IOException {
    try (Mien mien = Mien.builder().threads(1).open()) {
      measure(mien, jpeg(1920, 1280, 120, 5)); // Warm.
      sizes(mien);
      faces(mien);
    }
    batches();
    threads();
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", new File("docs/growth.png"));
  }

  private byte[] jpeg(int width, int height, int faceHeight, int faces) throws IOException {
    BufferedImage picture = pictures.make(width, height, faceHeight, faces).picture();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpeg", out);
    return out.toByteArray();
  }

  /** Median of the time, and what this thread allocates on the heap. */
  private Cost measure(Mien mien, byte[] jpeg) throws IOException {
    double[] times = new double[ROUNDS];
    long allocated = 0;
    int faces = 0;
    for (int i = -2; i < ROUNDS; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      faces = mien.analyze(mien.read(jpeg)).faces().size();
      if (i >= 0) {
        times[i] = (System.nanoTime() - start) / 1e6;
        allocated = threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    Arrays.sort(times);
    return new Cost(times[ROUNDS / 2], allocated / 1e6, faces);
  }

  private void sizes(Mien mien) throws IOException {
    System.out.println(
        "\n| picture | megapixels | faces found | ms | heap, MB |\n|---|---|---|---|---|");
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int width : new int[] {480, 720, 960, 1440, 1920, 2880, 3840, 5760}) {
      int height = width * 2 / 3;
      Cost cost = measure(mien, jpeg(width, height, width / 16, 5));
      double megapixels = width * height / 1e6;
      row(
          "%dx%d | %.2f | %d | %.1f | %.1f",
          width, height, megapixels, cost.faces(), cost.milliseconds(), cost.megabytes());
      x.add(megapixels);
      y.add(cost.milliseconds());
    }
    chart.addSeries("size of the photo", x, y);
  }

  private void faces(Mien mien) throws IOException {
    System.out.println("\n| faces in 1920x1280 | found | ms | heap, MB |\n|---|---|---|---|");
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int count : new int[] {0, 1, 2, 4, 8, 16, 24}) {
      Cost cost = measure(mien, jpeg(1920, 1280, 100, count));
      row("%d | %d | %.1f | %.1f", count, cost.faces(), cost.milliseconds(), cost.megabytes());
      x.add((double) cost.faces());
      y.add(cost.milliseconds());
    }
    chart.addSeries("faces in the photo", x, y);
  }

  private void batches() throws IOException {
    System.out.println(
        "\n| faces in a batch | ms a face, 1 thread | ms a face, 2 threads |\n|---|---|---|");
    byte[] grey = new byte[48 * 48];
    new Random(1).nextBytes(grey);
    AlignedFace face = new AlignedFace(48, grey, Similarity.IDENTITY);
    byte[] file = InstalledModels.bytes("default");
    try (OnnxExpressionModel one = OnnxExpressionModel.open(file, "base", 1);
        OnnxExpressionModel two = OnnxExpressionModel.open(file, "base", 2)) {
      for (int size : new int[] {1, 2, 4, 8, 16, 32}) {
        List<AlignedFace> batch = Collections.nCopies(size, face);
        row("%d | %.2f | %.2f", size, aFace(one, batch), aFace(two, batch));
      }
    }
  }

  private static double aFace(OnnxExpressionModel model, List<AlignedFace> batch) {
    double[] times = new double[ROUNDS];
    for (int i = -2; i < ROUNDS; i++) {
      long start = System.nanoTime();
      for (int n = 0; n < 64 / batch.size(); n++) {
        model.predict(batch);
      }
      if (i >= 0) {
        times[i] = (System.nanoTime() - start) / 1e6 / 64;
      }
    }
    Arrays.sort(times);
    return times[ROUNDS / 2];
  }

  private void threads() throws IOException {
    System.out.println(
        "\n| threads | photos/s, 1920x1280 with 5 faces | resident, MB |\n|---|---|---|");
    Path folder = Files.createTempDirectory("mien-growth");
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < PHOTOS; i++) {
      files.add(Files.write(folder.resolve(i + ".jpg"), jpeg(1920, 1280, 120, 5)));
    }
    for (int count : new int[] {1, 2, 4}) {
      try (Mien mien = Mien.builder().threads(count).open()) {
        mien.analyzeAll(files, (result, image) -> {});
        long start = System.nanoTime();
        mien.analyzeAll(files, (result, image) -> {});
        mien.analyzeAll(files, (result, image) -> {});
        double seconds = (System.nanoTime() - start) / 1e9;
        row("%d | %.1f | %.0f", count, 2 * PHOTOS / seconds, MemorySoak.residentKilobytes() / 1e3);
      }
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }

  private static void row(String format, Object... values) {
    System.out.println("| " + String.format(Locale.ROOT, format, values) + " |");
  }
}
