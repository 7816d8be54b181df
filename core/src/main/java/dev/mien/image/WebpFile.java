package dev.mien.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over the chunks of a WebP file (RFC 9649). EXIF, XMP, unknown chunks and all but the first
 * picture of an animation are left out; the sizes of the canvas and of what lies on it are checked.
 */
final class WebpFile {
  private static final int HEADER_BYTES = 12;
  private static final int CHUNK_BYTES = 8;
  private static final int ANIMATION_FRAME_BYTES = 16;
  private static final int METADATA_FLAGS = 0x0c;

  private final byte[] file;
  private final ByteBuffer chunks;
  private final PixelLimit limit;
  private final ByteArrayOutputStream kept;
  private int orientation = Orientation.UPRIGHT;
  private boolean animated;

  private WebpFile(byte[] file, PixelLimit limit) {
    this.file = file;
    this.limit = limit;
    chunks = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    kept = new ByteArrayOutputStream(file.length);
  }

  static PreparedFile prepare(byte[] file, PixelLimit limit) throws ImageException {
    WebpFile webp = new WebpFile(file, limit);
    webp.kept.write(file, 0, HEADER_BYTES);
    webp.walk(HEADER_BYTES, file.length, true);
    byte[] bytes = webp.kept.toByteArray();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, bytes.length - CHUNK_BYTES);
    return new PreparedFile(bytes, webp.orientation);
  }

  private void walk(int from, int to, boolean keep) throws ImageException {
    int at = from;
    while (to - at >= CHUNK_BYTES) {
      String type = new String(file, at, 4, StandardCharsets.ISO_8859_1);
      long length = chunks.getInt(at + 4) & 0xffffffffL;
      int begin = at + CHUNK_BYTES;
      int end = (int) Math.min(to, begin + length + (length & 1));
      if (isNeeded(type, begin, end) && keep) {
        keep(type, at, end);
      }
      at = end;
    }
  }

  private boolean isNeeded(String type, int begin, int end) throws ImageException {
    switch (type) {
      case "VP8X" -> limit.check(1 + threeBytes(begin + 4), 1 + threeBytes(begin + 7));
      case "VP8 " ->
          limit.check(chunks.getShort(begin + 6) & 0x3fff, chunks.getShort(begin + 8) & 0x3fff);
      case "VP8L" -> {
        int sizes = chunks.getInt(begin + 1);
        limit.check(1 + (sizes & 0x3fff), 1 + (sizes >> 14 & 0x3fff));
      }
      case "ANMF" -> {
        if (animated) {
          return false;
        }
        animated = true;
        limit.check(1 + threeBytes(begin + 6), 1 + threeBytes(begin + 9));
        walk(begin + ANIMATION_FRAME_BYTES, end, false);
      }
      case "EXIF" -> {
        orientation = Orientation.of(Arrays.copyOfRange(file, begin, end));
        return false;
      }
      default -> {
        return type.equals("ALPH") || type.equals("ICCP") || type.equals("ANIM");
      }
    }
    return true;
  }

  private int threeBytes(int index) {
    return (chunks.getShort(index) & 0xffff) | (chunks.get(index + 2) & 0xff) << 16;
  }

  private void keep(String type, int from, int to) {
    byte[] chunk = Arrays.copyOfRange(file, from, to);
    if (type.equals("VP8X")) {
      chunk[CHUNK_BYTES] &= (byte) ~METADATA_FLAGS; // They are not there any more.
    }
    kept.write(chunk, 0, chunk.length);
  }
}
