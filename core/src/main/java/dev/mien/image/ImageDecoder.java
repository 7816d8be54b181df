package dev.mien.image;

import java.util.List;

/**
 * Decodes a format that {@link ImageReader} does not know, such as HEIC, for which Java has no
 * decoder. Implementations are thread-safe, and take files from anybody: whatever a file holds, the
 * outcome is a picture or an {@link ImageException}.
 */
public interface ImageDecoder {
  /** The names of the formats, for messages, such as {@code HEIC}. */
  List<String> formats();

  /**
   * Whether a file is of one of these formats.
   *
   * @param file its content; at least one byte
   */
  boolean accepts(byte[] file);

  /**
   * Decodes a file, turned upright.
   *
   * @param maxPixels width times height beyond which it is refused before it is decoded
   * @throws ImageException if it is too large or damaged
   */
  RgbImage decode(byte[] file, long maxPixels) throws ImageException;
}
