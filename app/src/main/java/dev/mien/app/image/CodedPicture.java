package dev.mien.app.image;

import org.jspecify.annotations.Nullable;

/**
 * One coded picture of a file: the whole one, or a tile.
 *
 * @param codec how it is coded
 * @param width in pixels, as the file declares it
 * @param height in pixels, likewise
 * @param settings of the decoder: the box hvcC or av1C
 * @param data the coded picture
 * @param colours how its numbers are meant, or null if only {@code data} says so
 */
record CodedPicture(
    Codec codec, int width, int height, byte[] settings, byte[] data, @Nullable Colours colours) {
  /** Decoders work in blocks of up to 64 pixels, which may reach over the edge. */
  private static final int BLOCK = 64;

  enum Codec {
    HEVC,
    AV1
  }

  /** Code points of ITU-T H.273. */
  record Colours(int primaries, int transfer, int matrix, boolean fullRange) {}

  /** The most pixels that a decoder may be asked for. */
  long mostPixels() {
    return (width + (long) BLOCK) * (height + (long) BLOCK);
  }

  /** Whether what is coded is as large as what is declared, so far as headers tell. */
  boolean isAsDeclared() {
    try {
      return codec == Codec.HEVC
          ? HevcHeaders.isWithin(settings, data, mostPixels())
          : Av1Headers.isWithin(settings.length > 4 ? tail(settings) : new byte[0], mostPixels())
              && Av1Headers.isWithin(data, mostPixels());
    } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
      return false; // A header that ends early.
    }
  }

  /** What follows the four bytes of numbers in av1C. */
  private static byte[] tail(byte[] settings) {
    return java.util.Arrays.copyOfRange(settings, 4, settings.length);
  }
}
