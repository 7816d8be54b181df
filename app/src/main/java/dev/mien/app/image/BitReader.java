package dev.mien.app.image;

/**
 * Reads the headers of coded pictures bit by bit, the first bit of a byte being its highest. Beyond
 * the end it throws an {@link IndexOutOfBoundsException}.
 */
final class BitReader {
  private static final int LONGEST_PREFIX = 31;

  private final byte[] bytes;
  private long position;

  BitReader(byte[] bytes) {
    this.bytes = bytes;
  }

  void skip(int bits) {
    position += bits;
  }

  boolean flag() {
    return bits(1) == 1;
  }

  /** An unsigned number of up to 32 bits. */
  long bits(int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      int bit = bytes[(int) (position >> 3)] >> (7 - (int) (position & 7)) & 1;
      value = value << 1 | bit;
      position++;
    }
    return value;
  }

  /** An unsigned exponential Golomb code: ue(v) of ITU-T H.265, 9.2, and uvlc() of AV1, 4.10.3. */
  long golomb() {
    int zeros = 0;
    while (!flag()) {
      zeros++;
      if (zeros > LONGEST_PREFIX) {
        throw new IndexOutOfBoundsException("a number is too long");
      }
    }
    return bits(zeros) + (1L << zeros) - 1;
  }
}
