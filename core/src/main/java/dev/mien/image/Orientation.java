package dev.mien.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a camera was held, as EXIF's tag 0x0112 says: 1 upright, 2 to 8 mirrored and turned. */
final class Orientation {
  static final int UPRIGHT = 1;

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int MAX_ENTRIES = 512;

  private Orientation() {}

  /**
   * Reads the tag from the first directory of an EXIF block; no other directory is looked at.
   *
   * @param exif which begins with the byte order mark
   * @return 1 to 8; 1 if there is none or the block makes no sense
   */
  static int of(byte[] exif) {
    try {
      // WebP files of some programs repeat the name that JPEG files put in front.
      int base = exif[0] == 'E' ? 6 : 0;
      ByteBuffer block = ByteBuffer.wrap(exif, base, exif.length - base).slice();
      block.order(block.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int directory = block.getInt(4);
      int entries = Math.min(MAX_ENTRIES, block.getShort(directory) & 0xffff);
      for (int i = 0; i < entries; i++) {
        int at = directory + 2 + 12 * i;
        if ((block.getShort(at) & 0xffff) == TAG && block.getShort(at + 2) == SHORT) {
          return valid(block.getShort(at + 8));
        }
      }
    } catch (IndexOutOfBoundsException e) {
      return UPRIGHT; // Damaged metadata must not cost the picture.
    }
    return UPRIGHT;
  }

  /** The value if it is one, and else 1. */
  static int valid(int value) {
    return value >= 1 && value <= 8 ? value : UPRIGHT;
  }

  /** Turns the picture upright. */
  static RgbImage apply(RgbImage image, int orientation) {
    return switch (orientation) {
      case UPRIGHT -> image;
      case 2 -> image.mirrored();
      case 3 -> image.turned(2);
      case 4 -> image.mirrored().turned(2);
      case 5 -> image.mirrored().turned(3);
      case 6 -> image.turned(1);
      case 7 -> image.mirrored().turned(1);
      case 8 -> image.turned(3);
      default -> throw new IllegalArgumentException("orientation " + orientation);
    };
  }
}
