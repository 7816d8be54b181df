package dev.mien.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An upright picture: 8-bit sRGB, three bytes a pixel (red, green, blue), row by row from the top
 * left. Immutable and thread-safe.
 */
public final class RgbImage {
  static final int CHANNELS = 3;

  /** So many rows are converted at once. */
  private static final int STRIP = 64;

  /** And so many rearranged: their caches are small. */
  private static final int ROWS_AT_ONCE = 4;

  private final int width;
  private final int height;
  private final byte[] rgb;

  private RgbImage(int width, int height, byte[] rgb) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /**
   * Makes a picture from packed bytes, which are copied.
   *
   * @param rgb {@code 3 * width * height} bytes: red, green, blue, row by row
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static RgbImage ofBytes(int width, int height, byte[] rgb) {
    if (width < 1 || height < 1 || rgb.length != (long) CHANNELS * width * height) {
      throw new IllegalArgumentException(
          "%d bytes are not an RGB image of %d x %d".formatted(rgb.length, width, height));
    }
    return new RgbImage(width, height, rgb.clone());
  }

  /**
   * Makes a grey picture.
   *
   * @param grey {@code width * height} bytes, row by row
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static RgbImage ofGrey(int width, int height, byte[] grey) {
    if (width < 1 || height < 1 || grey.length != (long) width * height) {
      throw new IllegalArgumentException(
          "%d bytes are not a grey image of %d x %d".formatted(grey.length, width, height));
    }
    byte[] rgb = new byte[CHANNELS * grey.length];
    for (int i = 0; i < grey.length; i++) {
      rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = grey[i];
    }
    return new RgbImage(width, height, rgb);
  }

  /**
   * Copies a Java image. Transparent parts are laid on white. Grey images keep their stored values:
   * Java's own conversion would treat them as linear light and brighten them. Samples of 16 bits
   * keep their upper eight; those of floating-point numbers are taken to lie between 0 and 1.
   */
  public static RgbImage of(BufferedImage image) {
    return Objects.requireNonNull(of(image, () -> false));
  }

  /**
   * The same, unless it takes too long: colours of other profiles than sRGB are computed.
   *
   * @param isOver asked now and then
   * @return null if it said so
   */
  static @Nullable RgbImage of(BufferedImage image, BooleanSupplier isOver) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[Math.multiplyExact(CHANNELS, Math.multiplyExact(width, height))];
    boolean storedGrey =
        image.getColorModel().getNumColorComponents() == 1
            && image.getColorModel() instanceof java.awt.image.ComponentColorModel;
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
        && image.getRaster().getDataBuffer() instanceof DataBufferByte bytes
        && bytes.getData().length == rgb.length) {
      byte[] bgr = bytes.getData();
      for (int i = 0; i < rgb.length; i += CHANNELS) {
        rgb[i] = bgr[i + 2];
        rgb[i + 1] = bgr[i + 1];
        rgb[i + 2] = bgr[i];
      }
    } else if (storedGrey) {
      copyGrey(image, rgb);
    } else {
      for (int top = 0; top < height; top += STRIP) {
        if (isOver.getAsBoolean()) {
          return null;
        }
        copyColours(image, top, Math.min(height, top + STRIP), rgb);
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static void copyGrey(BufferedImage image, byte[] rgb) {
    int width = image.getWidth();
    int type = image.getRaster().getTransferType();
    if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE) {
      copyFractions(image.getRaster(), rgb);
      return;
    }
    // Signed samples are black below zero, as Java defines it.
    boolean signed = type == DataBuffer.TYPE_SHORT;
    int bits = image.getColorModel().getComponentSize(0) - (signed ? 1 : 0);
    boolean alpha = image.getColorModel().hasAlpha();
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int[] row = new int[width * bands];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int stored = row[x * bands];
        int grey = eightBits(signed ? Math.max(0, stored) : stored, bits);
        int opacity = alpha ? eightBits(row[x * bands + 1], bits) : 255;
        byte value = (byte) onWhite(grey, opacity);
        int i = CHANNELS * (y * width + x);
        rgb[i] = rgb[i + 1] = rgb[i + 2] = value;
      }
    }
  }

  private static void copyFractions(Raster raster, byte[] rgb) {
    int i = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int x = 0; x < raster.getWidth(); x++) {
        double grey = raster.getSampleDouble(raster.getMinX() + x, raster.getMinY() + y, 0);
        byte value = (byte) Math.round(255 * Math.min(1, Math.max(0, grey)));
        rgb[i++] = value;
        rgb[i++] = value;
        rgb[i++] = value;
      }
    }
  }

  private static int eightBits(int value, int bits) {
    return bits > 8 ? value >>> (bits - 8) : value * 255 / ((1 << bits) - 1);
  }

  private static void copyColours(BufferedImage image, int top, int bottom, byte[] rgb) {
    int width = image.getWidth();
    int[] row = new int[width];
    BufferedImage strip = inSrgb(image.getSubimage(0, top, width, bottom - top));
    for (int y = top; y < bottom; y++) {
      strip.getRGB(0, y - top, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int argb = row[x];
        int opacity = argb >>> 24;
        int i = CHANNELS * (y * width + x);
        rgb[i] = (byte) onWhite(argb >> 16 & 0xff, opacity);
        rgb[i + 1] = (byte) onWhite(argb >> 8 & 0xff, opacity);
        rgb[i + 2] = (byte) onWhite(argb & 0xff, opacity);
      }
    }
  }

  /** Java converts whole pictures of another profile a hundred times as fast as single pixels. */
  private static BufferedImage inSrgb(BufferedImage image) {
    if (image.getColorModel().getColorSpace().isCS_sRGB()) {
      return image;
    }
    BufferedImage converted =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
    return new ColorConvertOp(null).filter(image, converted);
  }

  private static int onWhite(int value, int opacity) {
    return opacity == 255 ? value : (value * opacity + 255 * (255 - opacity) + 127) / 255;
  }

  /** Copies the picture into a Java image of type {@link BufferedImage#TYPE_3BYTE_BGR}. */
  public BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < rgb.length; i += CHANNELS) {
      bgr[i] = rgb[i + 2];
      bgr[i + 1] = rgb[i + 1];
      bgr[i + 2] = rgb[i];
    }
    return image;
  }

  /**
   * The same picture turned clockwise.
   *
   * @param quarterTurns 0 to 3
   */
  public RgbImage turned(int quarterTurns) {
    return switch (quarterTurns) {
      case 0 -> this;
      case 1 -> rearranged(height, width, (height - 1) * width, -width, 1);
      case 2 -> rearranged(width, height, height * width - 1, -1, -width);
      case 3 -> rearranged(height, width, width - 1, width, -1);
      default -> throw new IllegalArgumentException(quarterTurns + " quarter turns");
    };
  }

  /** The same picture with left and right exchanged. */
  public RgbImage mirrored() {
    return rearranged(width, height, width - 1, -1, width);
  }

  /**
   * The same pixels in other places; some rows at a time, because what lies beside each other in
   * them lay below each other before.
   *
   * @param first the number of the pixel that becomes the first
   * @param right from one to the next in a row
   * @param down from one to that below it
   */
  private RgbImage rearranged(int newWidth, int newHeight, int first, int right, int down) {
    byte[] pixels = new byte[rgb.length];
    for (int top = 0; top < newHeight; top += ROWS_AT_ONCE) {
      int bottom = Math.min(newHeight, top + ROWS_AT_ONCE);
      for (int x = 0; x < newWidth; x++) {
        int from = CHANNELS * (first + x * right + top * down);
        int to = CHANNELS * (top * newWidth + x);
        for (int y = top; y < bottom; y++) {
          pixels[to] = rgb[from];
          pixels[to + 1] = rgb[from + 1];
          pixels[to + 2] = rgb[from + 2];
          from += CHANNELS * down;
          to += CHANNELS * newWidth;
        }
      }
    }
    return new RgbImage(newWidth, newHeight, pixels);
  }

  /**
   * A part of the picture.
   *
   * @throws IllegalArgumentException if it is empty or does not lie within the picture
   */
  public RgbImage part(int left, int top, int partWidth, int partHeight) {
    boolean inside =
        left >= 0
            && top >= 0
            && partWidth >= 1
            && partHeight >= 1
            && partWidth <= width - left
            && partHeight <= height - top;
    if (!inside) {
      throw new IllegalArgumentException(
          "%d x %d pixels at %d, %d are no part of %d x %d"
              .formatted(partWidth, partHeight, left, top, width, height));
    }
    byte[] part = new byte[CHANNELS * partWidth * partHeight];
    for (int y = 0; y < partHeight; y++) {
      System.arraycopy(
          rgb, offset(left, top + y), part, CHANNELS * y * partWidth, CHANNELS * partWidth);
    }
    return new RgbImage(partWidth, partHeight, part);
  }

  /** Width in pixels. */
  public int width() {
    return width;
  }

  /** Height in pixels. */
  public int height() {
    return height;
  }

  /**
   * One colour of one pixel, 0 to 255.
   *
   * @param channel 0 red, 1 green, 2 blue
   */
  public int sample(int x, int y, int channel) {
    return rgb[offset(x, y) + channel] & 0xff;
  }

  /** Where a pixel's colours begin in {@link #bytes}. */
  int offset(int x, int y) {
    return CHANNELS * (y * width + x);
  }

  /** The colours themselves, not a copy; not to be changed. */
  byte[] bytes() {
    return rgb;
  }
}
