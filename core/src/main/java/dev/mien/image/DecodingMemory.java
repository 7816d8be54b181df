package dev.mien.image;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets only so many pictures be decoded at the same time as half of the heap holds. Of that, large
 * ones have three quarters, for which they wait in a queue of their own: a quarter is always left
 * to small ones, which do not wait for large ones to be decoded. Thread-safe.
 */
final class DecodingMemory implements AutoCloseable {
  /** Of the decoder's own picture and of the copy that is kept. */
  private static final int BYTES_PER_PIXEL = 8;

  static final int MEGABYTES =
      (int) Math.min(Integer.MAX_VALUE, Math.max(64, Runtime.getRuntime().maxMemory() >> 21));

  /** A picture is large that takes more than a quarter of what small ones always have. */
  private static final int LARGE = Math.max(1, MEGABYTES / 16);

  private static final int MEGABYTES_OF_LARGE = MEGABYTES - MEGABYTES / 4;

  private static final Semaphore FREE_FOR_LARGE = new Semaphore(MEGABYTES_OF_LARGE, true);
  private static final Semaphore FREE = new Semaphore(MEGABYTES, true);

  private final int taken;
  private final boolean large;

  private DecodingMemory(int taken, boolean large) {
    this.taken = taken;
    this.large = large;
  }

  /**
   * Waits for memory.
   *
   * @throws ImageException if there is none within the time, or the thread is interrupted
   */
  static DecodingMemory take(long pixels, long nanos) throws ImageException {
    long wanted = 1 + ((pixels * BYTES_PER_PIXEL) >> 20);
    boolean large = wanted > LARGE;
    int megabytes = (int) Math.min(wanted, MEGABYTES_OF_LARGE);
    long deadline = System.nanoTime() + nanos;
    try {
      if (large) {
        acquire(FREE_FOR_LARGE, megabytes, deadline);
      }
      try {
        acquire(FREE, megabytes, deadline);
      } catch (ImageException | InterruptedException e) {
        if (large) {
          FREE_FOR_LARGE.release(megabytes);
        }
        throw e;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GuardedStream.overdue();
    }
    return new DecodingMemory(megabytes, large);
  }

  private static void acquire(Semaphore free, int megabytes, long deadline)
      throws ImageException, InterruptedException {
    if (!free.tryAcquire(megabytes, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      throw new ImageException(
          ImageException.Reason.MEMORY, "there is not enough memory for so large an image now");
    }
  }

  @Override
  public void close() {
    FREE.release(taken);
    if (large) {
      FREE_FOR_LARGE.release(taken);
    }
  }
}
