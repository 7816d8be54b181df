package dev.mien.app.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Looks into coded HEVC for what decoding it costs (ITU-T H.265, 7.3): FFmpeg takes memory for a
 * sequence's size before it compares that with a limit.
 */
final class HevcHeaders {
  private static final int SEQUENCE_PARAMETERS = 33;

  /** Types of units below this hold slices. */
  private static final int FIRST_PARAMETERS = 32;

  /** Slices may cover one another, and each is decoded; encoders of photos write one or a few. */
  private static final int MOST_SLICES = 64;

  /** A decoder keeps what every parameter set describes. */
  private static final int MOST_OTHERS = 64;

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
    int slices = 0;
    int others = 0;
    int lengthBytes = 1 + (configuration[CONFIGURATION_BYTES - 2] & 3);
    ByteBuffer units = ByteBuffer.wrap(data);
    while (units.hasRemaining()) {
      long length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = length << 8 | (units.get() & 0xff);
      }
      if (length > units.remaining()) {
        return false;
      }
      boolean slice = length > 0 && typeOf(units.get(units.position())) < FIRST_PARAMETERS;
      slices += slice ? 1 : 0;
      others += slice ? 0 : 1;
      if (slices > MOST_SLICES || others > MOST_OTHERS || !isWithin(units, (int) length, pixels)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWithin(ByteBuffer units, int length, long pixels) {
    byte[] unit = new byte[Math.min(length, units.remaining() + 1)];
    units.get(unit);
    return !holdsAnother(unit)
        && (unit.length <= 2
            || typeOf(unit[0]) != SEQUENCE_PARAMETERS
            || area(withoutEscapes(unit)) <= pixels);
  }

  private static int typeOf(byte header) {
    return header >> 1 & 0x3f;
  }

  /**
   * FFmpeg ends a unit at a start code, which no unit may hold, and reads what follows as another.
   */
  private static boolean holdsAnother(byte[] unit) {
    int end = unit.length;
    while (end > 0 && unit[end - 1] == 0) {
      end--;
    }
    for (int i = 2; i < end; i++) {
      if (unit[i - 2] == 0 && unit[i - 1] == 0 && unit[i] >= 0 && unit[i] < 3) {
        return true;
      }
    }
    return false;
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
