package dev.mien.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Checks the first directory of a TIFF file (Adobe, TIFF 6.0) and cuts it off from all others: from
 * later pages, from pages inside, and from metadata.
 */
final class TiffFile {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int COMPRESSION = 259;
  private static final int STRIP_OFFSETS = 273;
  private static final int ORIENTATION = 274;
  private static final int SAMPLES = 277;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int OLD_JPEG = 6;
  private static final int JPEG = 7;

  /** Further directories, XMP, IPTC, Photoshop, EXIF and GPS. */
  private static final Set<Integer> CUT_OFF =
      Set.of(330, 700, 33723, 34377, 34665, 34853, 37724, 40965);

  /** A number that is free for private use, and that no decoder knows. */
  private static final short NOTHING = (short) 65_000;

  private static final int MAX_ENTRIES = 1000;
  private static final int MAX_SAMPLES = 8;
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  private final ByteBuffer file;
  private final PixelLimit limit;
  private final Map<Integer, Entry> entries = new HashMap<>();

  /** Where values stand in the file. */
  private record Entry(int type, long count, int offset) {}

  private TiffFile(ByteBuffer file, PixelLimit limit) {
    this.file = file;
    this.limit = limit;
  }

  static PreparedFile prepare(byte[] file, PixelLimit limit) throws ImageException {
    byte[] copy = file.clone();
    ByteBuffer buffer = ByteBuffer.wrap(copy);
    buffer.order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    TiffFile tiff = new TiffFile(buffer, limit);
    tiff.walk(buffer.getInt(4));
    tiff.checkSizes();
    tiff.checkParts(STRIP_OFFSETS);
    tiff.checkParts(TILE_OFFSETS);
    return new PreparedFile(copy, Orientation.valid((int) tiff.value(ORIENTATION, 1)));
  }

  private void walk(int directory) throws ImageException {
    int count = file.getShort(directory) & 0xffff;
    if (count > MAX_ENTRIES) {
      throw ImageException.damaged();
    }
    long stored = 0;
    for (int i = 0; i < count; i++) {
      stored += entry(directory + 2 + 12 * i);
    }
    if (stored > file.limit()) {
      throw ImageException.damaged(); // Many entries that share one value would multiply it.
    }
    file.putInt(directory + 2 + 12 * count, 0);
  }

  /** Returns how many bytes an entry stores elsewhere in the file. */
  private long entry(int at) throws ImageException {
    int tag = file.getShort(at) & 0xffff;
    int type = file.getShort(at + 2) & 0xffff;
    long count = file.getInt(at + 4) & 0xffffffffL;
    if (CUT_OFF.contains(tag) || type == 0 || type >= TYPE_BYTES.length) {
      file.putShort(at, NOTHING).putShort(at + 2, (short) 1).putInt(at + 4, 1);
      return 0;
    }
    long bytes = count * TYPE_BYTES[type];
    boolean inside = bytes <= 4;
    long offset = inside ? at + 8 : file.getInt(at + 8) & 0xffffffffL;
    if (offset + bytes > file.limit()) {
      throw ImageException.damaged();
    }
    if (entries.put(tag, new Entry(type, count, (int) offset)) != null) {
      throw ImageException.damaged();
    }
    return inside ? 0 : bytes;
  }

  /** The first value of an entry, read as a number without a sign. */
  private long value(int tag, long fallback) {
    Entry entry = entries.get(tag);
    return entry == null || entry.count() == 0 ? fallback : value(entry, 0);
  }

  private long value(Entry entry, int index) {
    int at = entry.offset() + index * TYPE_BYTES[entry.type()];
    return switch (TYPE_BYTES[entry.type()]) {
      case 1 -> file.get(at) & 0xff;
      case 2 -> file.getShort(at) & 0xffff;
      default -> file.getInt(at) & 0xffffffffL;
    };
  }

  /** Strips and tiles may be JPEG files of their own, each with a size of its own. */
  private void checkParts(int tag) throws ImageException {
    Entry offsets = entries.get(tag);
    if (offsets != null && value(COMPRESSION, 1) == JPEG) {
      for (int i = 0; i < offsets.count(); i++) {
        checkPart((int) Math.min(Integer.MAX_VALUE, value(offsets, i)));
      }
    }
  }

  private void checkPart(int from) throws ImageException {
    int at = from + 2;
    ByteBuffer jpeg = file.duplicate(); // Which is big-endian again.
    while ((jpeg.get(at) & 0xff) == 0xff) {
      if (JpegFile.isFrame(jpeg.get(at + 1) & 0xff)) {
        limit.check(jpeg.getShort(at + 7) & 0xffff, jpeg.getShort(at + 5) & 0xffff);
        return;
      }
      at += 2 + (jpeg.getShort(at + 2) & 0xffff);
    }
    throw ImageException.damaged();
  }

  private void checkSizes() throws ImageException {
    limit.check(value(WIDTH, 0), value(HEIGHT, 0));
    limit.check(value(TILE_WIDTH, 1), value(TILE_HEIGHT, 1));
    if (value(SAMPLES, 1) > MAX_SAMPLES || value(COMPRESSION, 1) == OLD_JPEG) {
      throw new ImageException(
          ImageException.Reason.FORMAT, "it is a TIFF image of a kind that is not read");
    }
  }
}
