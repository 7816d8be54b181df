package dev.mien.app.image;

import dev.mien.image.ImageDecoder;
import dev.mien.image.ImageException;
import dev.mien.image.ImageException.Reason;
import dev.mien.image.RgbImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the photos of telephones, HEIC and HEIF (HEVC) and AVIF (AV1), by FFmpeg. Thread-safe.
 *
 * <p>FFmpeg reads files, not memory: the content is written to a temporary file, which only its
 * owner can read and which is deleted at once.
 */
public final class HeifDecoder implements ImageDecoder {
  private static final Set<String> BRANDS =
      Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis");

  /** A folder in memory, where there is one (Linux): pixels do not touch the disk. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private static final int BRAND = 8;
  private static final int BRAND_LENGTH = 4;

  @Override
  public List<String> formats() {
    return List.of("HEIC", "AVIF");
  }

  @Override
  public boolean accepts(byte[] file) {
    if (file.length < BRAND + BRAND_LENGTH) {
      return false;
    }
    String head = new String(file, 0, BRAND + BRAND_LENGTH, StandardCharsets.ISO_8859_1);
    return head.startsWith("ftyp", 4) && BRANDS.contains(head.substring(BRAND));
  }

  @Override
  public RgbImage decode(byte[] file, long maxPixels) throws ImageException {
    Path temporary = null;
    try {
      temporary =
          Files.isWritable(MEMORY)
              ? Files.createTempFile(MEMORY, "mien", ".heif")
              : Files.createTempFile("mien", ".heif");
      Files.write(temporary, file);
      avutil.av_log_set_level(avutil.AV_LOG_QUIET);
      try (HeifFile heif = HeifFile.open(temporary)) {
        return heif.read(maxPixels);
      }
    } catch (ImageException e) {
      throw e;
    } catch (IOException e) {
      throw new ImageException(Reason.FILE, "it cannot be unpacked: " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new ImageException(
          Reason.FORMAT, "HEIC and AVIF need FFmpeg, which cannot be loaded here", e);
    } finally {
      delete(temporary);
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
