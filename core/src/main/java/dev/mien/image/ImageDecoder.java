package dev.mien.image;

import java.util.List;
import java.util.function.BooleanSupplier;

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
   * Reads a file's structure, so far as needed to know its size. Nothing is decoded yet.
   *
   * @throws ImageException if it is damaged, or of a kind that is not read
   */
  Picture open(byte[] file) throws ImageException;

  /**
   * A picture that is not decoded yet. {@link ImageReader} compares its size with the limit and
   * waits for memory before it lets it be decoded.
   */
  interface Picture {
    /** In pixels, before it is turned upright; at least 1. */
    int width();

    /** In pixels, before it is turned upright; at least 1. */
    int height();

    /**
     * Decodes it, turned upright; once.
     *
     * @param isOver whether the deadline has passed or nobody waits any longer; to be asked now and
     *     then
     * @throws ImageException if it is damaged, or larger than it says
     */
    RgbImage decode(BooleanSupplier isOver) throws ImageException;
  }
}
