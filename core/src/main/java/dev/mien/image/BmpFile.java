package dev.mien.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Checks the header of a BMP file (BITMAPFILEHEADER and BITMAPINFOHEADER). Other formats may be
 * packed into one: these are refused, because their own headers count then.
 */
final class BmpFile {
  private static final int CORE_HEADER = 12;
  private static final int INFO_HEADER = 40;
  private static final int PROFILE_HEADER = 124;
  private static final int JPEG_INSIDE = 4;
  private static final int PNG_INSIDE = 5;

  private BmpFile() {}

  static PreparedFile prepare(byte[] file, PixelLimit limit) throws ImageException {
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    long size = header.getInt(14) & 0xffffffffL;
    if (size == CORE_HEADER) {
      limit.check(header.getShort(18) & 0xffff, header.getShort(20) & 0xffff);
    } else if (size >= INFO_HEADER && size <= PROFILE_HEADER) {
      limit.check(Math.abs((long) header.getInt(18)), Math.abs((long) header.getInt(22)));
      int compression = header.getInt(30);
      if (compression == JPEG_INSIDE || compression == PNG_INSIDE) {
        throw new ImageException(
            ImageException.Reason.FORMAT, "it is a BMP file around an image of another format");
      }
      checkInside(header.getInt(46) & 0xffffffffL, file.length / 3);
      if (size == PROFILE_HEADER) {
        checkInside(header.getInt(130) & 0xffffffffL, file.length);
      }
    } else {
      throw ImageException.damaged();
    }
    return new PreparedFile(file, Orientation.UPRIGHT);
  }

  private static void checkInside(long count, long most) throws ImageException {
    if (count > most) {
      throw ImageException.damaged();
    }
  }
}
