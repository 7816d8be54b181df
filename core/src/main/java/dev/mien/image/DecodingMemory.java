package dev.mien.image;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets only so many pictures be decoded at the same time as half of the heap holds: large ones wait
 * for each other rather than fail together, and small ones do not notice. Thread-safe.
 */
final class DecodingMemory implements AutoCloseable {
  /** Of the decoder's own picture and of the copy that is kept. */
  private static final int BYTES_PER_PIXEL = 8;

  private static final int MEGABYTES =
      (int) Math.min(Integer.MAX_VALUE, Math.max(64, Runtime.getRuntime().maxMemory() >> 21));
  private static final Semaphore FREE = new Semaphore(MEGABYTES, true);

  private final int taken;

  private DecodingMemory(int taken) {
    this.taken = taken;
  }

  /**
   * Waits for memory.
   *
   * @throws ImageException if there is none within the time, or the thread is interrupted
   */
  static DecodingMemory take(long pixels, long nanos) throws ImageException {
    int megabytes = (int) Math.min(MEGABYTES, 1 + ((pixels * BYTES_PER_PIXEL) >> 20));
    try {
      if (!FREE.tryAcquire(megabytes, nanos, TimeUnit.NANOSECONDS)) {
        throw new ImageException(
            ImageException.Reason.MEMORY, "there is not enough memory for so large an image now");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw GuardedStream.overdue();
    }
    return new DecodingMemory(megabytes);
  }

  @Override
  public void close() {
    FREE.release(taken);
  }
}
