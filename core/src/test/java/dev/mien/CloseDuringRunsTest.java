package dev.mien;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.face.Face;
import dev.mien.face.FaceDetector;
import dev.mien.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 1 of the hardening: a {@link Mien} is closed, or the JVM ends, during a run. */
final class CloseDuringRunsTest {
  private static final RgbImage FACE = RgbImage.ofGrey(48, 48, new byte[48 * 48]);

  /** Closes in a process of its own what its other threads use: a crash would end the tests. */
  static final class CloseInUse {
    private CloseInUse() {}

    public static void main(String[] arguments) throws Exception {
      for (int round = 0; round < 5; round++) {
        Mien mien = Mien.builder().batchWait(Duration.ofMillis(2)).open();
        RgbImage photo = SamplePhotos.read(1);
        CountDownLatch analysed = new CountDownLatch(8);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
          RgbImage image = i % 2 == 0 ? FACE : photo;
          Thread thread = new Thread(() -> analyseUntilClosed(mien, image, analysed));
          thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
          thread.start();
          threads.add(thread);
        }
        analysed.await();
        mien.close();
        for (Thread thread : threads) {
          thread.join();
        }
        if (failures.size() != 4
            || !failures.stream().allMatch(MienClosedException.class::isInstance)) {
          throw new IllegalStateException("not refused: " + failures);
        }
      }
      System.out.println("well");
    }

    private static void analyseUntilClosed(Mien mien, RgbImage image, CountDownLatch analysed) {
      while (true) {
        mien.analyze(image);
        analysed.countDown();
      }
    }
  }

  @Test
  void row1_close_whileFourThreadsAnalyse_refusesThemAndDoesNotCrash(@TempDir Path folder)
      throws IOException, InterruptedException {
    ChildJvm.Result result = ChildJvm.run(CloseInUse.class, folder);
    assertThat(result.output()).contains("well");
    assertThat(result.exitCode()).isZero();
  }

  @Test
  void row1_exit_whileThreadsOpenRunAndCloseModels_hasItsOwnCode(@TempDir Path folder)
      throws IOException, InterruptedException {
    ChildJvm.Result result = ChildJvm.run(EndDuringRuns.class, folder);
    assertThat(result.output()).contains("ending").doesNotContain("SIGSEGV");
    assertThat(result.exitCode()).isEqualTo(7);
  }

  @Test
  void row18_run_leavesNoTemporaryFolder(@TempDir Path folder)
      throws IOException, InterruptedException {
    ChildJvm.run(EndDuringRuns.class, folder);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("child.log");
    }
  }

  @Test
  void row1_close_twice_isFine() throws IOException {
    Mien mien = Mien.open();
    mien.close();
    mien.close();
    assertThatThrownBy(() -> mien.analyzeCrop(FACE)).isInstanceOf(MienClosedException.class);
  }

  @Test
  void row1_everyCall_afterClose_isRefused() throws IOException {
    Mien mien = Mien.open();
    MienStream stream = mien.stream();
    mien.close();
    assertThatThrownBy(() -> mien.analyze(FACE)).isInstanceOf(MienClosedException.class);
    assertThatThrownBy(() -> mien.analyze(SamplePhotos.path(1)))
        .isInstanceOf(MienClosedException.class);
    assertThatThrownBy(() -> mien.analyzeAll(SamplePhotos.paths()))
        .isInstanceOf(MienClosedException.class);
    assertThatThrownBy(() -> stream.analyze(FACE, Duration.ZERO))
        .isInstanceOf(MienClosedException.class);
  }

  @Test
  void row1_close_waitsForTheRunUnderWay()
      throws IOException, InterruptedException, ExecutionException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Mien mien = Mien.builder().detector(new WaitingDetector(begun, goOn)).open();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<ImageResult> run = threads.submit(() -> mien.analyze(FACE));
      begun.await();
      Future<?> closing = threads.submit(mien::close);
      while (!isRefusing(mien)) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> closing.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      goOn.countDown();
      assertThat(run.get().hasError()).isFalse();
      closing.get();
    } finally {
      goOn.countDown();
      threads.shutdownNow();
    }
  }

  private static boolean isRefusing(Mien mien) {
    try {
      mien.analyzeCrop(FACE);
      return false;
    } catch (MienClosedException e) {
      return true;
    }
  }

  @Test
  void row1_close_byTheListenerOfABatch_endsTheBatch() throws IOException {
    Mien mien = Mien.builder().threads(1).open();
    List<ImageResult> results = new ArrayList<>();
    assertThatThrownBy(
            () ->
                mien.analyzeAll(
                    SamplePhotos.paths(),
                    (result, image) -> {
                      results.add(result);
                      mien.close();
                    }))
        .isInstanceOf(MienClosedException.class);
    // What was under way is delivered; of six photos, at most two are begun on one thread.
    assertThat(results).hasSizeBetween(1, 2).noneMatch(ImageResult::hasError);
  }

  /** Finds nothing, when it is told to go on. */
  private record WaitingDetector(CountDownLatch begun, CountDownLatch goOn)
      implements FaceDetector {
    @Override
    public List<Face> detect(RgbImage image) {
      begun.countDown();
      try {
        if (!goOn.await(60, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody told to go on");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return List.of();
    }

    @Override
    public void close() {}
  }
}
