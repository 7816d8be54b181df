package dev.mien.image;

import com.twelvemonkeys.imageio.util.ProgressListenerBase;
import dev.mien.image.ImageException.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/**
 * Reads pictures: JPEG (also CMYK and progressive), PNG, GIF (the first frame), BMP, WebP and TIFF
 * (the first page), by content and not by name, turned upright as EXIF says. A picture that ends
 * early is refused rather than half shown. Thread-safe.
 *
 * <p>Files may come from anybody. Every size that a file names is checked before anything is
 * decoded, so that a small file cannot unpack into a huge picture; metadata are never given to a
 * decoder; and decoding ends at a deadline, or when its thread is interrupted. Whatever a file
 * holds, the outcome is a picture or an {@link ImageException}.
 */
public final class ImageReader {
  /** The default limit: 120 megapixels, which telephones of 108 stay below. */
  public static final long DEFAULT_MAX_PIXELS = 120_000_000;

  /** How long one picture may take to decode unless another time is given: 10 seconds. */
  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  private static final int MAX_FILE_BYTES = 512 << 20;

  /**
   * Some cameras write a few bytes between the last pixel of a JPEG file and its end marker. The
   * decoder says so even if it lost pixels: many bytes are such, and any where it may have gone on
   * behind a marker that it did not find.
   */
  private static final Pattern SURPLUS_AT_END =
      Pattern.compile(" ([1-9]|1[0-6]) extraneous bytes before marker 0xd9");

  private static final byte[] RESTART_INTERVAL = {(byte) 0xff, (byte) 0xdd, 0, 4};

  static {
    ImageIO.setUseCache(false);
  }

  private final PixelLimit limit;
  private final long deadlineNanos;
  private final List<ImageDecoder> decoders;

  /**
   * With the default deadline.
   *
   * @param maxPixels width times height beyond which a picture is refused; at least 1
   */
  public ImageReader(long maxPixels) {
    this(maxPixels, DEFAULT_DEADLINE);
  }

  /**
   * @param maxPixels width times height beyond which a picture is refused; at least 1
   * @param deadline how long one picture may take to decode; more than zero
   */
  public ImageReader(long maxPixels, Duration deadline) {
    this(maxPixels, deadline, List.of());
  }

  /**
   * @param maxPixels width times height beyond which a picture is refused; at least 1
   * @param deadline how long one picture may take to decode; more than zero
   * @param decoders for formats that are not known here; they are given the deadline
   */
  public ImageReader(long maxPixels, Duration deadline, List<ImageDecoder> decoders) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("the pixel limit must be positive");
    }
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("the deadline must be positive");
    }
    limit = new PixelLimit(maxPixels);
    deadlineNanos = deadline.toNanos();
    this.decoders = List.copyOf(decoders);
  }

  /**
   * Looks for the decoders of this JVM, which the first picture would do, and which takes a while
   * on a long class path.
   */
  public static void preload() {
    ImageIO.getImageReadersByFormatName(ImageFormat.JPEG.decoder())
        .forEachRemaining(javax.imageio.ImageReader::dispose);
  }

  /**
   * Reads a file.
   *
   * @throws ImageException if it is not there, not readable, not a picture, too large or damaged
   */
  public RgbImage read(Path file) throws ImageException {
    return read(content(file));
  }

  private static byte[] content(Path file) throws ImageException {
    if (Files.isDirectory(file)) {
      throw new ImageException(Reason.FILE, "it is a folder, not an image");
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new ImageException(Reason.FILE, "it is a pipe or a device, not an image file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
      if (bytes.length > MAX_FILE_BYTES) {
        throw new ImageException(
            Reason.LIMIT, "the file is larger than " + (MAX_FILE_BYTES >> 20) + " MiB");
      }
      return bytes;
    } catch (ImageException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new ImageException(Reason.FILE, "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new ImageException(Reason.FILE, "the file may not be read", e);
    } catch (IOException e) {
      throw new ImageException(Reason.FILE, "the file cannot be read: " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new ImageException(Reason.MEMORY, "there is not enough memory for so large a file", e);
    }
  }

  /**
   * Reads the content of a file.
   *
   * @throws ImageException if it is not a picture, too large or damaged
   */
  public RgbImage read(byte[] bytes) throws ImageException {
    if (bytes.length == 0) {
      throw new ImageException(Reason.FORMAT, "the file is empty");
    }
    ImageFormat format = ImageFormat.of(bytes);
    try {
      return format == null ? readOther(bytes) : decode(format, format.prepare(bytes, limit));
    } catch (ImageException e) {
      throw e;
    } catch (OutOfMemoryError e) {
      throw new ImageException(
          Reason.MEMORY, "there is not enough memory for so large an image", e);
    } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
      // Decoders meet damage with all kinds of exceptions.
      throw e.getCause() instanceof ImageException cause ? cause : ImageException.damaged(e);
    }
  }

  private RgbImage readOther(byte[] bytes) throws ImageException {
    List<String> known = new ArrayList<>(List.of("JPEG", "PNG", "GIF", "BMP", "WebP", "TIFF"));
    for (ImageDecoder decoder : decoders) {
      if (decoder.accepts(bytes)) {
        return decode(decoder.open(bytes));
      }
      known.addAll(decoder.formats());
    }
    String last = known.remove(known.size() - 1);
    throw new ImageException(
        Reason.FORMAT, "it is not a " + String.join(", ", known) + " or " + last + " image");
  }

  private RgbImage decode(ImageDecoder.Picture picture) throws ImageException {
    long deadline = System.nanoTime() + deadlineNanos;
    limit.check(picture.width(), picture.height());
    long pixels = (long) picture.width() * picture.height();
    try (DecodingMemory memory = DecodingMemory.take(pixels, deadlineNanos)) {
      return picture.decode(() -> GuardedStream.isOver(deadline));
    }
  }

  private RgbImage decode(ImageFormat format, PreparedFile file) throws IOException {
    Iterator<javax.imageio.ImageReader> decoders =
        ImageIO.getImageReadersByFormatName(format.decoder());
    if (!decoders.hasNext()) {
      throw new ImageException(
          Reason.FORMAT, "no decoder for " + format.decoder() + " images is installed");
    }
    javax.imageio.ImageReader decoder = decoders.next();
    long deadline = System.nanoTime() + deadlineNanos;
    try (GuardedStream stream = new GuardedStream(file.bytes(), deadline)) {
      decoder.setInput(stream, true, true);
      long pixels = (long) decoder.getWidth(0) * decoder.getHeight(0);
      limit.check(decoder.getWidth(0), decoder.getHeight(0));
      try (DecodingMemory memory = DecodingMemory.take(pixels, deadline - System.nanoTime())) {
        RgbImage image = RgbImage.of(decode(decoder, stream, file.bytes()), stream::isOver);
        if (image == null) {
          throw GuardedStream.overdue();
        }
        return Orientation.apply(image, file.orientation());
      }
    } finally {
      decoder.dispose();
    }
  }

  private static boolean isSurplus(String warning, byte[] file) {
    return SURPLUS_AT_END.matcher(warning).find() && !contains(file, RESTART_INTERVAL);
  }

  private static boolean contains(byte[] file, byte[] marker) {
    for (int i = 0; i + marker.length <= file.length; i++) {
      if (Arrays.equals(file, i, i + marker.length, marker, 0, marker.length)) {
        return true;
      }
    }
    return false;
  }

  private BufferedImage decode(javax.imageio.ImageReader decoder, GuardedStream stream, byte[] file)
      throws IOException {
    List<String> warnings = new ArrayList<>();
    decoder.addIIOReadWarningListener(
        (source, warning) -> {
          if (tellsOfLoss(warning) && !isSurplus(warning, file)) {
            warnings.add(warning);
          }
        });
    decoder.addIIOReadProgressListener(
        new ProgressListenerBase() {
          @Override
          public void imageProgress(javax.imageio.ImageReader source, float percentage) {
            if (stream.isOver()) {
              source.abort();
            }
          }
        });
    BufferedImage image = decoder.read(0, decoder.getDefaultReadParam());
    if (stream.isOver()) {
      throw GuardedStream.overdue();
    }
    if (!warnings.isEmpty()) {
      throw ImageException.damaged();
    }
    limit.check(image.getWidth(), image.getHeight());
    int type = image.getRaster().getTransferType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
      throw new ImageException(
          Reason.FORMAT, "its pixels are floating-point numbers, which are not read");
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
