package dev.mien.app.image;

import java.nio.ByteBuffer;

/**
 * Looks into coded AV1 for what decoding it costs (AV1 Bitstream and Decoding Process
 * Specification, 5.3 to 5.5): libaom takes the memory for a frame before FFmpeg compares its size
 * with a limit.
 */
final class Av1Headers {
  private static final int SEQUENCE_HEADER = 1;
  private static final int FRAME_HEADER = 3;
  private static final int FRAME = 6;
  private static final int LARGEST_LEVEL_WITHOUT_TIER = 7;
  private static final int LONGEST_SIZE = 8;

  /** A picture is one frame; one that is coded in layers has a few. */
  private static final int MAX_FRAMES = 4;

  private Av1Headers() {}

  /**
   * Whether all that a decoder would unpack is within a number of pixels.
   *
   * @throws IndexOutOfBoundsException if a header ends early
   */
  static boolean isWithin(byte[] data, long pixels) {
    ByteBuffer units = ByteBuffer.wrap(data);
    int frames = 0;
    while (units.hasRemaining()) {
      int header = units.get();
      int type = header >> 3 & 0xf;
      if ((header & 4) != 0) {
        units.get();
      }
      long size = (header & 2) != 0 ? size(units) : units.remaining();
      if (size > units.remaining()) {
        return false;
      }
      byte[] unit = new byte[(int) size];
      units.get(unit);
      if (type == FRAME || type == FRAME_HEADER) {
        frames++;
      }
      if (frames > MAX_FRAMES || (type == SEQUENCE_HEADER && area(unit) > pixels)) {
        return false;
      }
    }
    return true;
  }

  /** leb128() of 4.10.5. */
  private static long size(ByteBuffer units) {
    long value = 0;
    for (int i = 0; i < LONGEST_SIZE; i++) {
      int part = units.get(units.position()) & 0xff;
      units.position(units.position() + 1);
      value |= (part & 0x7fL) << (7 * i);
      if (part < 0x80) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a size is too long");
  }

  /** The largest frame of a sequence, of 5.5.1. */
  private static long area(byte[] sequenceHeader) {
    BitReader bits = new BitReader(sequenceHeader);
    bits.skip(3 + 1);
    if (bits.flag()) { // A reduced header, of a still picture.
      bits.skip(5);
    } else {
      operatingPoints(bits);
    }
    int widthBits = 1 + (int) bits.bits(4);
    int heightBits = 1 + (int) bits.bits(4);
    return (1 + bits.bits(widthBits)) * (1 + bits.bits(heightBits));
  }

  private static void operatingPoints(BitReader bits) {
    boolean model = false;
    int delayBits = 0;
    if (bits.flag()) {
      bits.skip(32 + 32);
      if (bits.flag()) {
        bits.golomb();
      }
      model = bits.flag();
      if (model) {
        delayBits = 1 + (int) bits.bits(5);
        bits.skip(32 + 5 + 5);
      }
    }
    boolean delay = bits.flag();
    int points = 1 + (int) bits.bits(5);
    for (int i = 0; i < points; i++) {
      bits.skip(12);
      if (bits.bits(5) > LARGEST_LEVEL_WITHOUT_TIER) {
        bits.skip(1);
      }
      if (model && bits.flag()) {
        bits.skip(2 * delayBits + 1);
      }
      if (delay && bits.flag()) {
        bits.skip(4);
      }
    }
  }
}
