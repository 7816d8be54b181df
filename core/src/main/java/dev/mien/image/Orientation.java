package dev.mien.image;

import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
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
  static BufferedImage apply(BufferedImage image, int orientation) {
    if (orientation == UPRIGHT) {
      return image;
    }
    double w = image.getWidth();
    double h = image.getHeight();
    // m00, m10, m01, m11, m02, m12: where the stored picture's axes and origin go.
    AffineTransform transform =
        switch (orientation) {
          case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
          case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
          case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
          case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
          case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
          case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
          case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
          default -> throw new IllegalArgumentException("orientation " + orientation);
        };
    boolean swapped = orientation >= 5;
    BufferedImage upright =
        new BufferedImage(
            swapped ? image.getHeight() : image.getWidth(),
            swapped ? image.getWidth() : image.getHeight(),
            BufferedImage.TYPE_3BYTE_BGR);
    return new AffineTransformOp(transform, AffineTransformOp.TYPE_NEAREST_NEIGHBOR)
        .filter(image, upright);
  }
}
