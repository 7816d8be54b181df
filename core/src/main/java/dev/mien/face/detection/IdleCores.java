package dev.mien.face.detection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Spreads the parts of one piece of work over several threads while no other piece is under way:
 * pieces that come side by side keep the cores busy by themselves. Helping threads are those of the
 * common pool. Thread-safe.
 */
final class IdleCores {
  private final int threads;
  private final AtomicInteger pieces = new AtomicInteger();

  /**
   * @param threads how many one piece of work may keep busy, that of its caller included; at least
   *     1
   */
  IdleCores(int threads) {
    this.threads = threads;
  }

  /** Does a piece of work, whose parts may be given to {@link #map}. */
  <T> T during(Supplier<T> piece) {
    pieces.incrementAndGet();
    try {
      return piece.get();
    } finally {
      pieces.decrementAndGet();
    }
  }

  /**
   * Does the parts of the piece that is under way and returns their results in order. Where a part
   * fails, so does this, with the same exception; parts that nobody has begun are left.
   */
  <T, R> List<R> map(List<T> parts, Function<T, R> work) {
    int helped = Math.min(threads, parts.size());
    if (helped < 2 || pieces.get() > 1) {
      return parts.stream().map(work).toList();
    }
    AtomicInteger next = new AtomicInteger();
    List<R> results = new ArrayList<>(Collections.nCopies(parts.size(), null));
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    IntStream.range(0, helped)
        .parallel()
        .forEach(
            thread -> {
              for (int i = next.getAndIncrement();
                  i < parts.size() && failure.get() == null;
                  i = next.getAndIncrement()) {
                try {
                  results.set(i, work.apply(parts.get(i)));
                } catch (RuntimeException | Error e) {
                  failure.compareAndSet(null, e);
                }
              }
            });
    rethrow(failure.get());
    return results;
  }

  /** Parallel streams would throw a copy with another message. */
  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }
}
