package dev.mien.app.image;

import dev.mien.image.ImageDecoder;
import dev.mien.image.ImageException;
import dev.mien.image.ImageException.Reason;
import dev.mien.image.RgbImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Decodes the photos of telephones, HEIC and HEIF (HEVC) and AVIF (AV1): their files here, the
 * coded pictures inside by FFmpeg. Thread-safe.
 */
public final class HeifDecoder implements ImageDecoder {
  private static final Set<String> BRANDS =
      Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis");

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
  public Picture open(byte[] file) throws ImageException {
    return new Quiet(HeifFile.open(file));
  }

  /** FFmpeg says nothing on standard error, and may be missing. */
  private record Quiet(HeifFile picture) implements Picture {
    @Override
    public int width() {
      return picture.width();
    }

    @Override
    public int height() {
      return picture.height();
    }

    @Override
    public RgbImage decode(BooleanSupplier isOver) throws ImageException {
      try {
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        return picture.decode(isOver);
      } catch (LinkageError e) {
        throw new ImageException(
            Reason.FORMAT, "HEIC and AVIF need FFmpeg, which cannot be loaded here", e);
      }
    }
  }
}
