package dev.mien.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads pictures: JPEG (also CMYK and progressive), PNG, GIF (the first frame), BMP, WebP and TIFF
 * (the first page), by content and not by name, turned upright as EXIF says. Size limits hold
 * before anything is decoded, so that a small file cannot unpack into a huge picture. A picture
 * that ends early is refused rather than half shown. Thread-safe.
 */
public final class ImageReader {
  /** The default of {@link #ImageReader(long)}: 100 megapixels. */
  public static final long DEFAULT_MAX_PIXELS = 100_000_000;

  private static final long MAX_FILE_BYTES = 512L << 20;

  static {
    ImageIO.setUseCache(false);
  }

  private final long maxPixels;

  /**
   * @param maxPixels width times height beyond which a picture is refused
   */
  public ImageReader(long maxPixels) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("the pixel limit must be positive");
    }
    this.maxPixels = maxPixels;
  }

  /**
   * Reads a file.
   *
   * @throws ImageException if it is not there, not readable, not a picture, too large or damaged
   */
  public RgbImage read(Path file) throws ImageException {
    byte[] bytes;
    try {
      if (Files.isDirectory(file)) {
        throw new ImageException("it is a folder, not an image");
      }
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new ImageException("the file is larger than " + (MAX_FILE_BYTES >> 20) + " MiB");
      }
      bytes = Files.readAllBytes(file);
    } catch (ImageException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new ImageException("there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new ImageException("the file may not be read", e);
    } catch (IOException e) {
      throw new ImageException("the file cannot be read: " + e.getMessage(), e);
    }
    return read(bytes);
  }

  /**
   * Reads the content of a file.
   *
   * @throws ImageException if it is not a picture, too large or damaged
   */
  public RgbImage read(byte[] bytes) throws ImageException {
    if (bytes.length == 0) {
      throw new ImageException("the file is empty");
    }
    try (ImageInputStream stream = new ByteArrayImageInputStream(bytes)) {
      Iterator<javax.imageio.ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new ImageException("it is not a JPEG, PNG, GIF, BMP, WebP or TIFF image");
      }
      javax.imageio.ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        return RgbImage.of(Orientation.apply(decode(reader), Orientation.read(bytes)));
      } finally {
        reader.dispose();
      }
    } catch (ImageException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new ImageException("there is not enough memory for so large an image", e);
    } catch (IOException | RuntimeException e) {
      // Decoders meet damage with all kinds of exceptions.
      throw new ImageException("the image is damaged or cut short", e);
    }
  }

  private BufferedImage decode(javax.imageio.ImageReader reader) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if ((long) width * height > maxPixels) {
      throw new ImageException(
          String.format(
              Locale.ROOT,
              "it has %d x %d pixels, more than the limit of %,d pixels",
              width,
              height,
              maxPixels));
    }
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    ImageReadParam parameters = reader.getDefaultReadParam();
    BufferedImage image = reader.read(0, parameters);
    if (warnings.stream().anyMatch(ImageReader::tellsOfLoss)) {
      throw new ImageException("the image is damaged or cut short");
    }
    return image;
  }

  /** Decoders warn of many things; these are the ones after which pixels are missing. */
  private static boolean tellsOfLoss(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    return text.contains("premature")
        || text.contains("truncated")
        || text.contains("unexpected end")
        || text.contains("corrupt")
        || text.contains("eof");
  }
}
