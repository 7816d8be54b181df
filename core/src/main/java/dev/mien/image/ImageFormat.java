package dev.mien.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The formats that are read. A file's first bytes say which it is; decoders of other formats that
 * happen to be installed never see it.
 */
enum ImageFormat {
  JPEG("jpeg", JpegFile::prepare, "\u00ff\u00d8\u00ff"),
  PNG("png", PngFile::prepare, "\u0089PNG\r\n\u001a\n"),
  GIF("gif", GifFile::prepare, "GIF87a", "GIF89a"),
  BMP("bmp", BmpFile::prepare, "BM"),
  WEBP("webp", WebpFile::prepare, "RIFF????WEBP"),
  TIFF("tiff", TiffFile::prepare, "II*\0", "MM\0*");

  /** Walks over a file's parts before anything is decoded. */
  interface Preparation {
    PreparedFile prepare(byte[] file, PixelLimit limit) throws ImageException;
  }

  private final String decoder;
  private final Preparation preparation;
  private final String[] beginnings;

  ImageFormat(String decoder, Preparation preparation, String... beginnings) {
    this.decoder = decoder;
    this.preparation = preparation;
    this.beginnings = beginnings;
  }

  /** The format of a file, or null if it is none of these. */
  static @Nullable ImageFormat of(byte[] file) {
    for (ImageFormat format : values()) {
      if (Arrays.stream(format.beginnings).anyMatch(beginning -> begins(file, beginning))) {
        return format;
      }
    }
    return null;
  }

  private static boolean begins(byte[] file, String beginning) {
    byte[] expected = beginning.getBytes(StandardCharsets.ISO_8859_1);
    if (file.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != '?' && file[i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** What Image I/O calls its decoder. */
  String decoder() {
    return decoder;
  }

  /**
   * Leaves out what no pixel comes from, and checks every size that the rest names.
   *
   * @throws ImageException if the file is too large, damaged, or built to be slow
   */
  PreparedFile prepare(byte[] file, PixelLimit limit) throws ImageException {
    try {
      return preparation.prepare(file, limit);
    } catch (IndexOutOfBoundsException e) {
      throw ImageException.damaged(e); // A header that ends early.
    }
  }
}
