package dev.mien.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over the segments of a JPEG file (ITU-T T.81, annex B). Comments and application segments
 * are left out, but for JFIF, Adobe and ICC, which say what the colours are; so is an ICC profile
 * that says sRGB, as is assumed without one.
 */
final class JpegFile {
  /** Progressive files of encoders have about ten. */
  private static final int MAX_SCANS = 64;

  /** Each scan of a progressive file walks over all pixels; more than a second or so of that. */
  private static final long MAX_SCANNED_PIXELS = 2_000_000_000;

  private static final int MAX_TABLES = 4096;

  /** Length, name, number and count of segments in front of a colour profile. */
  private static final int ICC_HEADER = 16;

  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final int APP2 = 0xe2;
  private static final int APP14 = 0xee;

  private final byte[] file;
  private final PixelLimit limit;
  private final ByteArrayOutputStream kept;
  private int at = 2;
  private int orientation = Orientation.UPRIGHT;
  private boolean profileSeen;
  private int tables;
  private int scans;
  private long pixels;

  private JpegFile(byte[] file, PixelLimit limit) {
    this.file = file;
    this.limit = limit;
    kept = new ByteArrayOutputStream(file.length);
  }

  static PreparedFile prepare(byte[] file, PixelLimit limit) throws ImageException {
    JpegFile jpeg = new JpegFile(file, limit);
    jpeg.walk();
    return new PreparedFile(jpeg.kept.toByteArray(), jpeg.orientation);
  }

  private void walk() throws ImageException {
    kept.write(0xff);
    kept.write(SOI);
    for (int marker = nextMarker(); marker > 0; marker = nextMarker()) {
      if (marker == EOI) {
        kept.write(0xff);
        kept.write(EOI);
        return; // What follows is no part of this picture.
      }
      if (hasContent(marker)) {
        segment(marker);
      }
    }
  }

  /** Finds the next marker, over fill bytes and rubbish; 0 at the end of the file. */
  private int nextMarker() {
    while (at < file.length && file[at] != (byte) 0xff) {
      at++;
    }
    while (at < file.length && file[at] == (byte) 0xff) {
      at++;
    }
    return at < file.length ? Math.max(1, file[at++] & 0xff) : 0;
  }

  private static boolean hasContent(int marker) {
    return marker >= 0xc0 && !isRestart(marker) && marker != SOI;
  }

  private static boolean isRestart(int marker) {
    return marker >= 0xd0 && marker <= 0xd7;
  }

  private void segment(int marker) throws ImageException {
    if (file.length - at < 2) {
      at = file.length;
      return;
    }
    int length = ByteBuffer.wrap(file).getShort(at) & 0xffff;
    if (length < 2) {
      throw ImageException.damaged();
    }
    int end = Math.min(file.length, at + length);
    if (marker == APP1 && orientation == Orientation.UPRIGHT && isCalled("Exif\0\0", end)) {
      orientation = Orientation.of(Arrays.copyOfRange(file, at + 8, end));
    }
    if (isFrame(marker)) {
      frame();
    }
    boolean needed = isNeeded(marker, end);
    if ((needed || marker == APP2) && ++tables > MAX_TABLES) {
      throw slow("tables");
    }
    if (needed) {
      kept.write(0xff);
      kept.write(marker);
      kept.write(file, at, end - at);
    }
    at = end;
    if (marker == SOS) {
      scan();
    }
  }

  private boolean isNeeded(int marker, int end) {
    return switch (marker) {
      case APP0 -> isCalled("JFIF\0", end);
      case APP2 -> isCalled("ICC_PROFILE\0", end) && !isOnlySrgb(end);
      case APP14 -> isCalled("Adobe", end);
      default -> marker < APP0;
    };
  }

  /** Whether the first profile is sRGB, and whole; others are not looked at, and kept. */
  private boolean isOnlySrgb(int end) {
    boolean first = !profileSeen;
    profileSeen = true;
    int from = at + ICC_HEADER;
    return first
        && from < end
        && file[from - 2] == 1
        && file[from - 1] == 1
        && SrgbProfile.matches(Arrays.copyOfRange(file, from, end));
  }

  private boolean isCalled(String name, int end) {
    byte[] expected = name.getBytes(StandardCharsets.ISO_8859_1);
    int from = at + 2;
    return end - from >= expected.length
        && Arrays.equals(file, from, from + expected.length, expected, 0, expected.length);
  }

  /** SOF0 to SOF15, without the tables whose markers lie among them. */
  static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private void frame() throws ImageException {
    if (pixels > 0) {
      throw ImageException.damaged(); // Two pictures in one.
    }
    ByteBuffer header = ByteBuffer.wrap(file);
    int height = header.getShort(at + 3) & 0xffff;
    int width = header.getShort(at + 5) & 0xffff;
    limit.check(width, height);
    pixels = Math.max(1, (long) width * height);
  }

  /** Copies the data of a scan, up to the next marker. */
  private void scan() throws ImageException {
    scans++;
    if (scans > MAX_SCANS || (scans > 1 && scans * pixels > MAX_SCANNED_PIXELS)) {
      throw slow("scans");
    }
    int from = at;
    while (at < file.length) {
      if (file[at] == (byte) 0xff) {
        int next = at + 1 < file.length ? file[at + 1] & 0xff : 0;
        if (next != 0 && next != 0xff && !isRestart(next)) {
          break;
        }
      }
      at++;
    }
    kept.write(file, from, at - from);
  }

  private static ImageException slow(String parts) {
    return new ImageException(
        ImageException.Reason.LIMIT, "the JPEG file has more " + parts + " than any camera makes");
  }
}
