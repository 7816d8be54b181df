package dev.mien.training.study;

import dev.mien.training.train.EpochResult;
import dev.mien.training.train.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.global.torch;

/**
 * Completes runs, several at a time, each on its share of the cores. When one fails, the others
 * stop at their next step and can be gone on with later.
 */
final class SideBySide {
  private final int jobs;
  private final StudyListener listener;
  private final long start = System.nanoTime();
  private volatile boolean failed;
  private int begun;
  private int trained;

  SideBySide(int jobs, StudyListener listener) {
    this.jobs = jobs;
    this.listener = listener;
  }

  /** One run of a study. */
  interface Run {
    /** The name used in messages. */
    String title();

    /** Whether nothing is left to be done. */
    boolean isDone();

    /**
     * Does what is left, from where an earlier process was interrupted.
     *
     * @throws IOException if the run's folder holds something else
     */
    void complete(TrainingListener listener) throws IOException;
  }

  /**
   * @param all the runs of the study, those that are done included
   * @throws IOException the first failure
   */
  void complete(List<? extends Run> all) throws IOException {
    begun = (int) all.stream().filter(Run::isDone).count();
    int owed = all.size() - begun;
    if (begun > 0) {
      listener.news("%d of %d runs were done before".formatted(begun, all.size()));
    }
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (Run run : all) {
        futures.add(threads.submit(task(run, all.size(), owed)));
      }
      join(futures);
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<Void> task(Run run, int total, int owed) {
    return () -> {
      if (failed) {
        throw new CancellationException();
      }
      if (jobs > 1) {
        // Every thread has its own number.
        torch.set_num_threads(Math.max(1, Runtime.getRuntime().availableProcessors() / jobs));
      }
      boolean done = run.isDone();
      if (!done) {
        announce(run, total, owed);
      }
      try {
        run.complete(stopping(listener.run(run.title())));
      } catch (IOException | RuntimeException | Error e) {
        failed = true;
        throw e;
      }
      if (!done) {
        finished();
      }
      return null;
    };
  }

  private synchronized void announce(Run run, int total, int owed) {
    String left =
        trained == 0
            ? ""
            : String.format(
                Locale.ROOT, "; about %.0f min left", minutes() / trained * (owed - trained));
    listener.news("Run %d of %d: %s%s".formatted(++begun, total, run.title(), left));
  }

  private double minutes() {
    return (System.nanoTime() - start) / 6e10;
  }

  private synchronized void finished() {
    trained++;
  }

  /** Waits for all, then throws the failure that came first in the order of the runs. */
  private static void join(List<Future<?>> futures) throws IOException {
    Throwable failure = null;
    for (Future<?> future : futures) {
      try {
        future.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof CancellationException) && failure == null) {
          failure = e.getCause();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
      }
    }
    if (failure instanceof IOException io) {
      throw io;
    } else if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (failure instanceof Error error) {
      throw error;
    } else if (failure != null) {
      throw new IOException(failure);
    }
  }

  private TrainingListener stopping(TrainingListener inner) {
    return new TrainingListener() {
      @Override
      public void epochStarted(int epoch, int steps) {
        inner.epochStarted(epoch, steps);
      }

      @Override
      public void stepFinished(int images, double meanLoss) {
        requireNoFailure();
        inner.stepFinished(images, meanLoss);
      }

      @Override
      public void epochFinished(EpochResult result) {
        inner.epochFinished(result);
      }

      @Override
      public void imagesAnswered(String what, int done, int total) {
        requireNoFailure();
        inner.imagesAnswered(what, done, total);
      }

      private void requireNoFailure() {
        if (failed) {
          throw new CancellationException("another run failed");
        }
      }
    };
  }
}
