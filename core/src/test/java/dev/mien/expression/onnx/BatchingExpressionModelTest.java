package dev.mien.expression.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.expression.ExpressionModel;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.Prediction;
import dev.mien.face.AlignedFace;
import dev.mien.geometry.Similarity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class BatchingExpressionModelTest {
  /** The real model, counting how often it is asked. */
  private static final class Counting implements ExpressionModel {
    private final OnnxExpressionModel model;
    private final AtomicInteger calls = new AtomicInteger();

    Counting() throws ModelException {
      model = OnnxExpressionModel.open(InstalledModels.bytes("small"), "small", 1);
    }

    @Override
    public ModelCard card() {
      return model.card();
    }

    @Override
    public List<Prediction> predict(List<AlignedFace> faces) {
      calls.incrementAndGet();
      return model.predict(faces);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  private static AlignedFace face(int seed, int size) {
    byte[] grey = new byte[size * size];
    for (int p = 0; p < grey.length; p++) {
      int row = p / size;
      grey[p] = (byte) (128 + 90 * Math.sin((p % size + seed) / 5.0) * Math.cos(row / 4.0));
    }
    return new AlignedFace(size, grey, Similarity.IDENTITY);
  }

  @Test
  void predict_manyCallersAtOnce_getTheirOwnAnswersInFewerCalls() throws ModelException {
    Counting counting = new Counting();
    ExecutorService callers = Executors.newFixedThreadPool(16);
    try (BatchingExpressionModel model =
        new BatchingExpressionModel(counting, Duration.ofMillis(20))) {
      List<CompletableFuture<List<Prediction>>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        List<AlignedFace> faces = List.of(face(i, 48), face(i + 100, 48));
        answers.add(CompletableFuture.supplyAsync(() -> model.predict(faces), callers));
      }
      answers.forEach(CompletableFuture::join);
      assertThat(counting.calls.get()).isLessThan(40);
      for (int i = 0; i < 64; i++) {
        List<Prediction> alone = counting.model.predict(List.of(face(i, 48), face(i + 100, 48)));
        for (int f = 0; f < 2; f++) {
          assertThat(answers.get(i).join().get(f).logits())
              .containsExactly(alone.get(f).logits(), within(1e-4f));
        }
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void predict_oneCallersMistake_isNotTheOthers() throws ModelException {
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (BatchingExpressionModel model =
        new BatchingExpressionModel(new Counting(), Duration.ofMillis(200))) {
      CompletableFuture<List<Prediction>> good =
          CompletableFuture.supplyAsync(() -> model.predict(List.of(face(1, 48))), callers);
      CompletableFuture<List<Prediction>> bad =
          CompletableFuture.supplyAsync(() -> model.predict(List.of(face(1, 20))), callers);
      CompletableFuture<List<Prediction>> alsoGood =
          CompletableFuture.supplyAsync(() -> model.predict(List.of(face(2, 48))), callers);
      assertThat(good.join()).hasSize(1);
      assertThat(alsoGood.join()).hasSize(1);
      assertThatThrownBy(bad::join)
          .isInstanceOf(CompletionException.class)
          .hasRootCauseInstanceOf(IllegalArgumentException.class);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void close_whileABatchWaitsForMore_answersThoseInIt() throws Exception {
    Counting counting = new Counting();
    BatchingExpressionModel model = new BatchingExpressionModel(counting, Duration.ofMinutes(5));
    ExecutorService callers = Executors.newFixedThreadPool(8);
    List<CompletableFuture<List<Prediction>>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      List<AlignedFace> faces = List.of(face(i, 48));
      answers.add(CompletableFuture.supplyAsync(() -> model.predict(faces), callers));
    }
    TimeUnit.MILLISECONDS.sleep(300);
    model.close();
    for (CompletableFuture<List<Prediction>> answer : answers) {
      assertThat(answer.handle((done, failed) -> true).get(10, TimeUnit.SECONDS)).isTrue();
    }
    callers.shutdownNow();
  }

  @Test
  void predict_afterClose_isRefused() throws ModelException {
    BatchingExpressionModel model =
        new BatchingExpressionModel(new Counting(), Duration.ofMillis(1));
    model.close();
    assertThatThrownBy(() -> model.predict(List.of(face(1, 48))))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Fails with an error when it is asked first. */
  private static final class FailingOnce implements ExpressionModel {
    private final Counting model;

    FailingOnce(Counting model) {
      this.model = model;
    }

    @Override
    public ModelCard card() {
      return model.card();
    }

    @Override
    public List<Prediction> predict(List<AlignedFace> faces) {
      if (model.calls.getAndIncrement() == 0) {
        throw new OutOfMemoryError("as a test");
      }
      return model.predict(faces);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void row9_errorInABatch_isToldToItsCallersAndTheNextAreServed() throws ModelException {
    try (BatchingExpressionModel model =
        new BatchingExpressionModel(new FailingOnce(new Counting()), Duration.ofMillis(1))) {
      assertThatThrownBy(() -> model.predict(List.of(face(1, 48))))
          .isInstanceOf(IllegalStateException.class)
          .hasCauseInstanceOf(OutOfMemoryError.class);
      assertThat(model.predict(List.of(face(1, 48)))).hasSize(1);
    }
  }
}
