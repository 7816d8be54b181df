package dev.mien.bench;

import dev.mien.face.detection.BlazeFaceDetector;
import dev.mien.face.detection.DetectorMode;
import dev.mien.image.ImageException;
import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * How long the faces of one photo take to find while nothing else is asked of the detector, by
 * threads, in turns. Arguments: a photo, then numbers of threads.
 */
public final class LonePhoto {
  private static final int DETECTIONS = 15;

  private LonePhoto() {}

  /** Prints the median round of each number of threads. */
  public static void main(String[] arguments) throws ImageException {
    RgbImage photo = new ImageReader(ImageReader.DEFAULT_MAX_PIXELS).read(Path.of(arguments[0]));
    int[] threads = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
    List<Turns> turns =
        Turns.of(
            IntStream.of(threads)
                .<DoubleSupplier>mapToObj(count -> () -> measure(photo, count))
                .toList());
    for (int t = 0; t < threads.length; t++) {
      System.out.printf(
          Locale.ROOT,
          "%d threads: %.1f ms %s%n",
          threads[t],
          turns.get(t).median(),
          turns.get(t).range(1));
    }
  }

  private static double measure(RgbImage photo, int threads) {
    try (BlazeFaceDetector detector = new BlazeFaceDetector(DetectorMode.AUTO, threads)) {
      detector.detect(photo); // Opens an interpreter for each thread.
      long begin = System.nanoTime();
      for (int i = 0; i < DETECTIONS; i++) {
        detector.detect(photo);
      }
      return (System.nanoTime() - begin) / 1e6 / DETECTIONS;
    }
  }
}
