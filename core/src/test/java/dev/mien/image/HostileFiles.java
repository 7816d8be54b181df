package dev.mien.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Files that are built to be expensive; the fixtures with something put into them. */
public final class HostileFiles {
  private HostileFiles() {}

  /** A progressive JPEG whose last scan is repeated. */
  public static byte[] jpegWithScans(int scans) throws IOException {
    byte[] jpeg = ImageReaderTest.fixture("progressive.jpg");
    int last = lastMarker(jpeg, 0xda);
    byte[] scan = Arrays.copyOfRange(jpeg, last, jpeg.length - 2);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < scans; i++) {
      out.writeBytes(scan);
    }
    out.write(jpeg, jpeg.length - 2, 2);
    return out.toByteArray();
  }

  private static int lastMarker(byte[] jpeg, int marker) {
    for (int i = jpeg.length - 2; i > 0; i--) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) marker) {
        return i;
      }
    }
    throw new IllegalArgumentException("no such marker");
  }

  /** A JPEG with a segment, repeated, behind its beginning. */
  public static byte[] jpegWith(int marker, byte[] content, int times) throws IOException {
    byte[] jpeg = ImageReaderTest.fixture("rgb.jpg");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    byte[] segment =
        ByteBuffer.allocate(content.length + 4)
            .put((byte) 0xff)
            .put((byte) marker)
            .putShort((short) (content.length + 2))
            .put(content)
            .array();
    for (int i = 0; i < times; i++) {
      out.writeBytes(segment);
    }
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  /** EXIF whose every directory holds an orientation and the place of the next one. */
  public static byte[] chainedExif(int directories, int orientation) {
    ByteBuffer exif = ByteBuffer.allocate(6 + 8 + directories * 18).order(ByteOrder.BIG_ENDIAN);
    exif.put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) 0x4d4d);
    exif.putShort((short) 42).putInt(8);
    for (int i = 0; i < directories; i++) {
      exif.putShort((short) 1);
      exif.putShort((short) 0x0112).putShort((short) 3).putInt(1);
      exif.putShort((short) orientation).putShort((short) 0);
      exif.putInt(8 + (i + 1) % directories * 18);
    }
    return exif.array();
  }

  /** A PNG with compressed texts that unpack to a size each. */
  public static byte[] pngWithTexts(int texts, int unpackedBytes) throws IOException {
    Deflater deflater = new Deflater(9);
    deflater.setInput(new byte[unpackedBytes]);
    deflater.finish();
    byte[] packed = new byte[unpackedBytes / 500 + 100];
    int length = deflater.deflate(packed);
    deflater.end();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes("zTXtComment\0\0".getBytes(StandardCharsets.ISO_8859_1));
    content.write(packed, 0, length);
    byte[] chunk = chunk(content.toByteArray());
    byte[] png = ImageReaderTest.fixture("rgb.png");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(png, 0, 33);
    for (int i = 0; i < texts; i++) {
      out.writeBytes(chunk);
    }
    out.write(png, 33, png.length - 33);
    return out.toByteArray();
  }

  private static byte[] chunk(byte[] typeAndContent) {
    CRC32 crc = new CRC32();
    crc.update(typeAndContent);
    return ByteBuffer.allocate(typeAndContent.length + 8)
        .putInt(typeAndContent.length - 4)
        .put(typeAndContent)
        .putInt((int) crc.getValue())
        .array();
  }

  /** A GIF with comments of 255 bytes in front of its picture. */
  public static byte[] gifWithComments(int blocks) throws IOException {
    byte[] gif = ImageReaderTest.fixture("rgb.gif");
    int header = 13 + ((gif[10] & 0x80) == 0 ? 0 : 3 << ((gif[10] & 7) + 1));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(gif, 0, header);
    out.write(new byte[] {0x21, (byte) 0xfe});
    byte[] block = new byte[256];
    Arrays.fill(block, (byte) 'x');
    block[0] = (byte) 255;
    for (int i = 0; i < blocks; i++) {
      out.writeBytes(block);
    }
    out.write(0);
    out.write(gif, header, gif.length - header);
    return out.toByteArray();
  }

  /** An icon whose directory names 16 x 16 pixels around a PNG that names others. */
  public static byte[] icon(byte[] png) {
    return ByteBuffer.allocate(22 + png.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) 0)
        .putShort((short) 1)
        .putShort((short) 1)
        .put(new byte[] {16, 16, 0, 0, 1, 0, 32, 0})
        .putInt(png.length)
        .putInt(22)
        .put(png)
        .array();
  }

  /** A TIFF of one strip, with further directories as its metadata. */
  public static byte[] tiffWithEntry(int tag, int type, int count, int value) {
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 8 * 12 + 4 + 16).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put("II".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) 42).putInt(8);
    tiff.putShort((short) 8);
    int[][] entries = {
      {256, 3, 1, 4},
      {257, 3, 1, 4},
      {258, 3, 1, 8},
      {259, 3, 1, 1},
      {262, 3, 1, 1},
      {273, 4, 1, 110},
      {279, 4, 1, 16},
      {tag, type, count, value}
    };
    for (int[] entry : entries) {
      tiff.putShort((short) entry[0]).putShort((short) entry[1]);
      tiff.putInt(entry[2]).putInt(entry[3]);
    }
    tiff.putInt(8); // The next page is this one again.
    return tiff.array();
  }
}
