package dev.mien.app.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Looks into coded HEVC for what decoding it costs (ITU-T H.265, 7.3): FFmpeg takes memory for a
 * sequence's size before it compares that with a limit.
 */
final class HevcHeaders {
  private static final int SEQUENCE_PARAMETERS = 33;
  private static final int CONFIGURATION_BYTES = 23;
  private static final int PROFILE_BITS = 88;
  private static final int LEVEL_BITS = 8;
  private static final int FULL_COLOUR = 3;

  private HevcHeaders() {}

  /**
   * Whether all that a decoder would unpack is within a number of pixels.
   *
   * @param configuration the box hvcC (ISO/IEC 14496-15, 8.3.3.1)
   * @param data units, each behind its length
   * @throws IndexOutOfBoundsException if a header ends early
   * @throws java.nio.BufferUnderflowException likewise
   */
  static boolean isWithin(byte[] configuration, byte[] data, long pixels) {
    if (configuration.length < CONFIGURATION_BYTES || configuration[0] != 1) {
      return false;
    }
    ByteBuffer settings = ByteBuffer.wrap(configuration).position(CONFIGURATION_BYTES - 1);
    for (int arrays = settings.get() & 0xff; arrays > 0; arrays--) {
      settings.get();
      for (int units = settings.getShort() & 0xffff; units > 0; units--) {
        if (!isWithin(settings, settings.getShort() & 0xffff, pixels)) {
          return false;
        }
      }
    }
    int lengthBytes = 1 + (configuration[CONFIGURATION_BYTES - 2] & 3);
    ByteBuffer units = ByteBuffer.wrap(data);
    while (units.hasRemaining()) {
      long length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = length << 8 | (units.get() & 0xff);
      }
      if (length > units.remaining() || !isWithin(units, (int) length, pixels)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWithin(ByteBuffer units, int length, long pixels) {
    byte[] unit = new byte[Math.min(length, units.remaining() + 1)];
    units.get(unit);
    boolean base = unit.length > 2 && (unit[0] & 1) == 0 && (unit[1] & 0xf8) == 0;
    return !base
        || (unit[0] >> 1 & 0x3f) != SEQUENCE_PARAMETERS
        || area(withoutEscapes(unit)) <= pixels;
  }

  /** Drops the two bytes of the header and the threes that keep start codes from appearing. */
  private static byte[] withoutEscapes(byte[] unit) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream(unit.length);
    int zeros = 0;
    for (int i = 2; i < unit.length; i++) {
      if (zeros >= 2 && unit[i] == 3) {
        zeros = 0;
      } else {
        plain.write(unit[i]);
        zeros = unit[i] == 0 ? zeros + 1 : 0;
      }
    }
    return plain.toByteArray();
  }

  /** The size of 7.3.2.2, behind the profile, tier and level of 7.3.3. */
  private static long area(byte[] sequenceParameters) {
    BitReader bits = new BitReader(sequenceParameters);
    bits.skip(4);
    int subLayers = (int) bits.bits(3);
    bits.skip(1 + PROFILE_BITS + LEVEL_BITS);
    int more = 0;
    for (int i = 0; i < subLayers; i++) {
      more += bits.flag() ? PROFILE_BITS : 0;
      more += bits.flag() ? LEVEL_BITS : 0;
    }
    bits.skip(more + (subLayers > 0 ? 2 * (8 - subLayers) : 0));
    bits.golomb();
    if (bits.golomb() == FULL_COLOUR) {
      bits.skip(1);
    }
    return bits.golomb() * bits.golomb();
  }
}
