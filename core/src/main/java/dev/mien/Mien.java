package dev.mien;

import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.image.ImageException;
import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import dev.mien.internal.NativeRuntimes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Facial expression recognition: images in, expressions out.
 *
 * <pre>{@code
 * try (Mien mien = Mien.open()) {
 *   for (FaceResult face : mien.analyze(Path.of("photo.jpg")).faces()) {
 *     System.out.println(face.label() + " " + face.scores().confidence());
 *   }
 * }
 * }</pre>
 *
 * <p>Thread-safe: open one and share it between all threads. It holds native memory until it is
 * closed. {@link #close} waits for calls that are under way; later ones throw {@link
 * MienClosedException}.
 */
public final class Mien implements AutoCloseable {
  /**
   * Images begun per thread in {@link #analyzeAll} whose results were not delivered yet; bounds how
   * many are in memory at once.
   */
  private static final int IMAGES_PER_THREAD = 2;

  private final AnalysisPipeline pipeline;
  private final int threads;
  private final ExecutorService workers;

  Mien(AnalysisPipeline pipeline, int threads) {
    this.pipeline = pipeline;
    this.threads = threads;
    AtomicInteger serial = new AtomicInteger();
    workers =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "mien-" + serial.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins to load the native libraries and the decoders of pictures in the background and returns
   * at once, so that {@link #open} and the first picture take less time afterwards: for programs
   * that have something else to do first. What cannot be loaded is reported by {@link #open}, or by
   * the first picture.
   */
  public static void preload() {
    NativeRuntimes.preload();
    Thread decoders = new Thread(Mien::preloadDecoders, "mien-preload-decoders");
    decoders.setDaemon(true);
    decoders.start();
  }

  /** What fails here fails again at the first picture, which says it. */
  private static void preloadDecoders() {
    try {
      ImageReader.preload();
    } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
      System.getLogger(Mien.class.getName())
          .log(System.Logger.Level.DEBUG, "decoders cannot be loaded ahead", e);
    }
  }

  /** The version of Mien, such as {@code 0.1.0}. */
  public static String version() {
    Properties properties = new Properties();
    try (InputStream in = Mien.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return String.valueOf(properties.getProperty("version"));
  }

  /**
   * Opens Mien with its default model and options.
   *
   * @throws ModelException if the model cannot be used
   */
  public static Mien open() throws ModelException {
    return builder().open();
  }

  /** Starts from the default options. */
  public static MienBuilder builder() {
    return new MienBuilder();
  }

  /**
   * Analyses an image file.
   *
   * @throws ImageException if it is not there, not an image, too large or damaged; the message
   *     names the file
   * @throws MienClosedException after {@link #close}
   */
  public ImageResult analyze(Path file) throws ImageException {
    RgbImage image;
    try {
      image = pipeline.reader().read(file);
    } catch (ImageException e) {
      throw e.in(file);
    }
    return analyze(file.toString(), image);
  }

  /**
   * Analyses the content of an image file.
   *
   * @throws ImageException if it is not an image, too large or damaged
   * @throws MienClosedException after {@link #close}
   */
  public ImageResult analyze(byte[] file) throws ImageException {
    return analyze("", pipeline.reader().read(file));
  }

  /**
   * Analyses an image in memory.
   *
   * @throws MienClosedException after {@link #close}
   */
  public ImageResult analyze(RgbImage image) {
    return analyze("", image);
  }

  /**
   * Analyses an image that is a face which was cut out already; nothing is searched in it.
   *
   * @throws MienClosedException after {@link #close}
   */
  public ImageResult analyzeCrop(RgbImage face) {
    return pipeline.during(() -> pipeline.analyzeCrop(face));
  }

  /**
   * Analyses images in memory on the calling thread, one after the other; the faces of all of them
   * are read in one batch. For callers that have threads of their own, such as the tasks of a
   * cluster; all images are in memory together.
   *
   * @return one result per image, in order
   * @throws MienClosedException after {@link #close}
   */
  public List<ImageResult> analyzeBatch(List<RgbImage> images) {
    return pipeline.during(
        () -> pipeline.finish(images.stream().map(image -> pipeline.prepare("", image)).toList()));
  }

  private ImageResult analyze(String source, RgbImage image) {
    return pipeline.during(() -> pipeline.analyze(source, image));
  }

  /**
   * Analyses many image files side by side, one on each thread; a few images are in memory at once,
   * however many there are. A file that cannot be read becomes a result with an error and stops
   * nothing.
   *
   * @param listener receives one result per file, in order; if it throws, no image is begun any
   *     more, and those under way are finished without it
   * @throws MienClosedException if this {@code Mien} is closed before all files were begun
   */
  public void analyzeAll(Iterable<Path> files, ResultListener listener) {
    Iterator<Path> remaining = files.iterator();
    Deque<CompletableFuture<Analyzed>> begun = new ArrayDeque<>();
    try {
      while (true) {
        while (remaining.hasNext() && begun.size() < threads * IMAGES_PER_THREAD) {
          Path file = remaining.next();
          begun.add(begin(file));
        }
        // The listener is called while nothing is held: it may take its time, or close this Mien.
        CompletableFuture<Analyzed> first = begun.poll();
        if (first == null) {
          return;
        }
        Analyzed next = join(first);
        listener.onResult(next.result(), next.image());
      }
    } finally {
      begun.forEach(image -> image.cancel(false));
    }
  }

  private record Analyzed(ImageResult result, @Nullable RgbImage image) {}

  private CompletableFuture<Analyzed> begin(Path file) {
    try {
      return CompletableFuture.supplyAsync(() -> analyzeFile(file), workers);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new MienClosedException());
    }
  }

  private Analyzed analyzeFile(Path file) {
    return pipeline.during(
        () -> {
          AnalysisPipeline.Prepared prepared = prepare(file);
          return new Analyzed(pipeline.finish(List.of(prepared)).get(0), prepared.image());
        });
  }

  /** Waits for what another thread makes; what was thrown there is thrown here, as it was. */
  static <T> T join(CompletableFuture<T> making) {
    try {
      return making.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Like {@link #analyzeAll(Iterable, ResultListener)}, all results at once. */
  public List<ImageResult> analyzeAll(Iterable<Path> files) {
    List<ImageResult> results = new ArrayList<>();
    analyzeAll(files, (result, image) -> results.add(result));
    return results;
  }

  private AnalysisPipeline.Prepared prepare(Path file) {
    try {
      return pipeline.prepare(file.toString(), pipeline.reader().read(file));
    } catch (ImageException e) {
      return AnalysisPipeline.Prepared.failed(file.toString(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      // A fault of ours, or too little memory for this one, must not cost the user the others.
      return AnalysisPipeline.Prepared.failed(file.toString(), "it could not be analysed: " + e);
    }
  }

  /** Begins a stream of frames, in which faces keep their numbers and answers are smoothed. */
  public MienStream stream() {
    return stream(StreamOptions.DEFAULT);
  }

  /** Begins a stream of frames with options of its own. */
  public MienStream stream(StreamOptions options) {
    return new MienStream(pipeline, options);
  }

  /** Reads an image file into memory, upright, within this {@code Mien}'s limits. */
  public RgbImage read(byte[] file) throws ImageException {
    return pipeline.reader().read(file);
  }

  /** The description of the expression model in use. */
  public ModelCard model() {
    return pipeline.model().card();
  }

  /**
   * Refuses further calls, waits for those under way (of {@link #analyzeAll}: for the images that
   * are being analysed), and frees native memory and threads. Closing twice does nothing more. Must
   * not be called from within a call, such as by a {@link dev.mien.face.FaceDetector} of your own;
   * a {@link ResultListener} may.
   */
  @Override
  public void close() {
    pipeline.close();
    workers.shutdown();
  }
}
