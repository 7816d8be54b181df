package dev.mien.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Walks over the blocks of a GIF file up to its first picture (CompuServe, GIF89a). Comments, what
 * applications store, and later pictures are left out.
 */
final class GifFile {
  private static final int HEADER_BYTES = 13;
  private static final int EXTENSION = 0x21;
  private static final int CONTROL = 0xf9;
  private static final int PICTURE = 0x2c;
  private static final int PICTURE_BYTES = 10;
  private static final int TRAILER = 0x3b;

  private final byte[] file;
  private final ByteArrayOutputStream kept;
  private int at;

  private GifFile(byte[] file) {
    this.file = file;
    kept = new ByteArrayOutputStream(file.length);
  }

  static PreparedFile prepare(byte[] file, PixelLimit limit) throws ImageException {
    GifFile gif = new GifFile(file);
    gif.walk(limit);
    return new PreparedFile(gif.kept.toByteArray(), Orientation.UPRIGHT);
  }

  private void walk(PixelLimit limit) throws ImageException {
    at = HEADER_BYTES + paletteBytes(file[10]);
    kept.write(file, 0, Math.min(at, file.length));
    while (at < file.length) {
      int block = at;
      switch (file[at] & 0xff) {
        case EXTENSION -> {
          boolean control = (file[at + 1] & 0xff) == CONTROL;
          at += 2;
          skipData();
          if (control) {
            kept.write(file, block, at - block);
          }
        }
        case PICTURE -> {
          ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
          limit.check(header.getShort(at + 5) & 0xffff, header.getShort(at + 7) & 0xffff);
          at += PICTURE_BYTES + paletteBytes(file[at + 9]) + 1;
          skipData();
          kept.write(file, block, at - block);
          kept.write(TRAILER);
          return;
        }
        default -> throw ImageException.damaged();
      }
    }
    throw ImageException.damaged();
  }

  private static int paletteBytes(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
  }

  /** Goes behind a series of data blocks, each of which begins with its length. */
  private void skipData() {
    for (int length = file[at] & 0xff; length > 0; length = file[at] & 0xff) {
      at += length + 1;
    }
    at++;
  }
}
