package dev.mien.face.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdleCoresTest {
  private static final List<Integer> PARTS = IntStream.range(0, 50).boxed().toList();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100})
  void map_anyNumberOfThreads_keepsTheOrder(int threads) {
    IdleCores cores = new IdleCores(threads);
    List<Integer> doubled = cores.during(() -> cores.map(PARTS, i -> 2 * i));
    assertThat(doubled).containsExactlyElementsOf(PARTS.stream().map(i -> 2 * i).toList());
    assertThat(cores.<List<Integer>>during(() -> cores.map(List.<Integer>of(), i -> i))).isEmpty();
  }

  @Test
  void map_lonePiece_isHelped() {
    IdleCores cores = new IdleCores(2);
    CountDownLatch bothAreBusy = new CountDownLatch(2);
    cores.during(
        () ->
            cores.map(
                List.of(1, 2),
                part -> {
                  bothAreBusy.countDown();
                  return await(bothAreBusy);
                }));
    assertThat(bothAreBusy.getCount()).isZero();
  }

  @Test
  void map_besideAnotherPiece_staysOnItsThread() throws InterruptedException {
    IdleCores cores = new IdleCores(8);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread other =
        new Thread(
            () ->
                cores.during(
                    () -> {
                      begun.countDown();
                      return await(end);
                    }));
    other.start();
    assertThat(await(begun)).isTrue();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    cores.during(() -> cores.map(PARTS, part -> threads.add(Thread.currentThread())));
    end.countDown();
    other.join();
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void map_failingPart_failsAndLeavesNothingBehind(int threads) {
    IdleCores cores = new IdleCores(threads);
    assertThatThrownBy(() -> cores.during(() -> cores.map(PARTS, part -> 1 / (part - 20))))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("/ by zero");
    assertThat(cores.<List<Integer>>during(() -> cores.map(PARTS, part -> part))).isEqualTo(PARTS);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
