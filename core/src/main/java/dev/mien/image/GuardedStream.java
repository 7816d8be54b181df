package dev.mien.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A file in memory, as decoders read it, until the deadline or until the reading thread is
 * interrupted: the next read fails then, which ends the decoder.
 */
final class GuardedStream extends ImageInputStreamImpl {
  /** Looking at the clock for every byte would be slow. */
  private static final int BYTES_BETWEEN_LOOKS = 4096;

  private final byte[] file;
  private final long deadline;
  private int untilLook;

  /**
   * @param deadline of {@link System#nanoTime}
   */
  GuardedStream(byte[] file, long deadline) {
    this.file = file;
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    if (untilLook-- <= 0) {
      check();
    }
    bitOffset = 0;
    return streamPos < file.length ? file[(int) streamPos++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    check();
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    int count = (int) Math.min(length, file.length - streamPos);
    if (count <= 0) {
      return -1;
    }
    System.arraycopy(file, (int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return file.length;
  }

  /** Whether decoding must end now. */
  boolean isOver() {
    return isOver(deadline);
  }

  /** Whether a deadline has passed, or the thread is interrupted. */
  static boolean isOver(long deadline) {
    return System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted();
  }

  private void check() throws ImageException {
    untilLook = BYTES_BETWEEN_LOOKS;
    if (isOver()) {
      throw overdue();
    }
  }

  static ImageException overdue() {
    return new ImageException(
        ImageException.Reason.DEADLINE,
        "the image took too long to decode, or nobody waits for it");
  }
}
