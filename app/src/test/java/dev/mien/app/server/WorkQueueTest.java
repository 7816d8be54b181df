package dev.mien.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows 2, 4 and 9 of the hardening, at the queue that all work goes through. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WorkQueueTest {
  private static final Caller STAYS = new Caller("a", () -> false);

  @Test
  void row9_errorInAWorker_isToldAndTheWorkerGoesOn() {
    try (WorkQueue queue = new WorkQueue(1, 8)) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(
                () ->
                    queue.call(
                        STAYS,
                        () -> {
                          throw new StackOverflowError("as a test");
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasCauseInstanceOf(StackOverflowError.class);
      }
      assertThat(queue.<String>call(STAYS, () -> "well")).isEqualTo("well");
    }
  }

  @Test
  void row4_workOfAClientThatLeft_isInterruptedAndTheWorkerIsFree() {
    try (WorkQueue queue = new WorkQueue(1, 8)) {
      AtomicBoolean gone = new AtomicBoolean();
      CountDownLatch interrupted = new CountDownLatch(1);
      assertThatThrownBy(
              () ->
                  queue.call(
                      new Caller("a", gone::get),
                      () -> {
                        gone.set(true);
                        try {
                          new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                          interrupted.countDown();
                        }
                        return "late";
                      }))
          .isInstanceOf(Problem.class)
          .hasMessage("the client went");
      assertThat(queue.<Boolean>call(STAYS, () -> Thread.currentThread().isInterrupted()))
          .isFalse();
      assertThat(interrupted.getCount()).isZero();
    }
  }

  @Test
  void row2_oneAddress_holdsAQuarterOfTheQueue_andOthersTakeTurns() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (WorkQueue queue = new WorkQueue(1, 16)) {
      assertThat(
              queue.offer(
                  "greedy",
                  () -> {
                    begun.countDown();
                    try {
                      goOn.await();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  }))
          .isNotNull();
      begun.await();
      for (int i = 0; i < 4; i++) {
        assertThat(queue.offer("greedy", () -> order.add("greedy"))).isNotNull();
      }
      assertThat(queue.offer("greedy", () -> order.add("greedy"))).isNull();
      assertThat(queue.offer("modest", () -> order.add("modest"))).isNotNull();
      goOn.countDown();
    }
    assertThat(order).hasSize(5);
    assertThat(order.indexOf("modest")).isLessThan(2);
  }

  @Test
  void row9_errorInATimersTask_doesNotEndIt() throws InterruptedException {
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    CountDownLatch calls = new CountDownLatch(3);
    try {
      ScheduledFuture<?> task =
          timer.scheduleAtFixedRate(
              MienServer.lasting(
                  "as a test",
                  () -> {
                    calls.countDown();
                    throw new StackOverflowError("as a test");
                  }),
              0,
              1,
              TimeUnit.MILLISECONDS);
      assertThat(calls.await(30, TimeUnit.SECONDS)).isTrue();
      task.cancel(false);
    } finally {
      timer.shutdownNow();
    }
  }
}
