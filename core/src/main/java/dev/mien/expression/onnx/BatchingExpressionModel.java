package dev.mien.expression.onnx;

import dev.mien.expression.ExpressionModel;
import dev.mien.expression.ModelCard;
import dev.mien.expression.Prediction;
import dev.mien.face.AlignedFace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the faces of concurrent callers together: whoever comes while a batch is computed, or
 * within a bounded wait, goes into the next one. A caller that is alone waits for nobody. Answers
 * are those of the model behind it, whoever else asks. Thread-safe.
 */
public final class BatchingExpressionModel implements ExpressionModel {
  /** Larger batches gain no speed. */
  private static final int MAX_FACES = 32;

  private final ExpressionModel model;
  private final long maxWaitNanos;
  private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
  private final Thread worker = new Thread(this::work, "mien-batches");
  private volatile boolean closed;

  private record Request(List<AlignedFace> faces, CompletableFuture<List<Prediction>> answer) {}

  /**
   * @param model which this one owns and closes
   * @param maxWait how long a face may wait for others, once somebody else is waiting too
   */
  public BatchingExpressionModel(ExpressionModel model, Duration maxWait) {
    this.model = model;
    maxWaitNanos = maxWait.toNanos();
    worker.setDaemon(true);
    worker.start();
  }

  @Override
  public ModelCard card() {
    return model.card();
  }

  @Override
  public List<Prediction> predict(List<AlignedFace> faces) {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
    Request request = new Request(faces, new CompletableFuture<>());
    queue.add(request);
    if (closed) {
      failWaiting();
    }
    try {
      return request.answer().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the model failed", e.getCause());
    }
  }

  private void work() {
    List<Request> batch = new ArrayList<>();
    while (!closed) {
      try {
        batch.clear();
        collect(batch);
        answer(batch);
      } catch (InterruptedException e) {
        batch.forEach(BatchingExpressionModel::fail);
        break; // Closed.
      } catch (RuntimeException | Error e) {
        // Whatever happens, who waits is answered, and who comes later is served.
        batch.forEach(request -> request.answer().completeExceptionally(e));
      }
    }
    failWaiting();
  }

  /** The first request, and those that are there already or come before the wait is over. */
  private void collect(List<Request> batch) throws InterruptedException {
    Request first = queue.take();
    batch.add(first);
    int faces = first.faces().size();
    long deadline = System.nanoTime() + maxWaitNanos;
    while (faces < MAX_FACES) {
      @Nullable Request next = queue.poll();
      if (next == null && batch.size() > 1) {
        next = queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      if (next == null) {
        break;
      }
      batch.add(next);
      faces += next.faces().size();
    }
  }

  private void answer(List<Request> batch) {
    try {
      List<AlignedFace> faces = batch.stream().flatMap(r -> r.faces().stream()).toList();
      List<Prediction> predictions = model.predict(faces);
      int start = 0;
      for (Request request : batch) {
        int end = start + request.faces().size();
        request.answer().complete(List.copyOf(predictions.subList(start, end)));
        start = end;
      }
    } catch (RuntimeException | Error e) {
      if (batch.size() == 1) {
        batch.get(0).answer().completeExceptionally(e);
      } else {
        // One caller's mistake is not the others'.
        batch.forEach(request -> answer(List.of(request)));
      }
    }
  }

  private void failWaiting() {
    for (Request left = queue.poll(); left != null; left = queue.poll()) {
      fail(left);
    }
  }

  private static void fail(Request request) {
    request.answer().completeExceptionally(new IllegalStateException("the model is closed"));
  }

  @Override
  public void close() {
    end();
    model.close();
  }

  /** Stops, and leaves the model behind it open. */
  public void end() {
    closed = true;
    worker.interrupt();
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
