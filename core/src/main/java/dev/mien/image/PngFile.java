package dev.mien.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/**
 * Walks over the chunks of a PNG file (RFC 2083). Only those that pixels come from are kept: text
 * and colour profiles unpack to any size.
 */
final class PngFile {
  private static final int SIGNATURE_BYTES = 8;
  private static final int FRAME_BYTES = 12;
  private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  private PngFile() {}

  static PreparedFile prepare(byte[] file, PixelLimit limit) throws ImageException {
    ByteBuffer chunks = ByteBuffer.wrap(file);
    limit.check(
        chunks.getInt(SIGNATURE_BYTES + 8) & 0xffffffffL,
        chunks.getInt(SIGNATURE_BYTES + 12) & 0xffffffffL);
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    kept.write(file, 0, SIGNATURE_BYTES);
    int orientation = Orientation.UPRIGHT;
    boolean hasHeader = false;
    int at = SIGNATURE_BYTES;
    while (file.length - at >= FRAME_BYTES) {
      long length = chunks.getInt(at) & 0xffffffffL;
      String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
      int end = (int) Math.min(file.length, at + length + FRAME_BYTES);
      if (type.equals("IHDR") ? !hasHeader : hasHeader && NEEDED.contains(type)) {
        kept.write(file, at, end - at);
        hasHeader = true;
      } else if (type.equals("eXIf") && length <= end - at - FRAME_BYTES) {
        orientation = Orientation.of(Arrays.copyOfRange(file, at + 8, end - 4));
      }
      at = end;
      if (type.equals("IEND")) {
        break;
      }
    }
    return new PreparedFile(kept.toByteArray(), orientation);
  }
}
