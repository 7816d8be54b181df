package dev.mien.training.evaluate;

import dev.mien.training.dataset.GreyPixels;
import dev.mien.training.dataset.Sample;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Circumstances in which a face may be seen, each in three grades (after Hendrycks and Dietterich,
 * ICLR 2019, for faces of 48 x 48 pixels): the {@linkplain #STRESS twelve} of the robustness
 * protocol, and {@linkplain #UNEVEN_LIGHT uneven light}. Deterministic: noise and directions depend
 * on the sample's row.
 */
public enum Corruption {
  /** Grey values multiplied. */
  DARKER("darker", 0.6, 0.4, 0.25),
  /** Grey values multiplied; what is too bright is lost. */
  BRIGHTER("brighter", 1.3, 1.6, 2.0),
  /** Contrast around the mean multiplied, then rounded to whole grey values. */
  LOW_CONTRAST("low contrast", 0.5, 0.3, 0.15),
  /** Gaussian blur; deviation in pixels. */
  BLUR("blur", 0.7, 1.1, 1.6),
  /** Mean along a line; length in pixels, in a direction that depends on the row. */
  MOTION_BLUR("motion blur", 3, 5, 7),
  /** Gaussian noise; deviation in grey values. */
  NOISE("noise", 8, 14, 22),
  /** JPEG; quality in percent. */
  JPEG("JPEG", 50, 30, 10),
  /** Reduced to this many pixels and enlarged again. */
  LOW_RESOLUTION("low resolution", 32, 24, 16),
  /** Rotated to a side that depends on the row; degrees. */
  ROTATION("rotation", 10, 20, 30),
  /** Shifted in a direction that depends on the row; pixels. */
  SHIFT("shift", 2, 4, 6),
  /** A grey bar over the eyes; height as a share of the image. */
  OCCLUDED_EYES("occluded eyes", 0.08, 0.14, 0.2),
  /** A grey box over the mouth; height as a share of the image. */
  OCCLUDED_MOUTH("occluded mouth", 0.1, 0.17, 0.24),
  /**
   * Light that rises evenly towards a side that depends on the row; how much brighter that side is,
   * and how much darker the other, as a share.
   */
  SIDE_LIGHT("side light", 0.4, 0.6, 0.8),
  /** A shadow with an edge near the middle of the face; the share of the light that it takes. */
  CAST_SHADOW("cast shadow", 0.5, 0.65, 0.8);

  /** Those of the robustness protocol. */
  public static final List<Corruption> STRESS = List.copyOf(EnumSet.range(DARKER, OCCLUDED_MOUTH));

  /** Those that an even change of brightness and contrast does not undo. */
  public static final List<Corruption> UNEVEN_LIGHT = List.of(SIDE_LIGHT, CAST_SHADOW);

  /** How many grades there are. */
  public static final int GRADES = 3;

  /** The grade at which corruptions are compared. */
  public static final int MIDDLE = 1;

  private static final int SIZE = Sample.SIZE;
  private static final double CENTRE = (SIZE - 1) / 2.0;
  private static final double EYES = 0.385;
  private static final double MOUTH = 0.777;
  private static final int GREY = 128;

  /** How far from the middle of the image the edge of a shadow may lie, in pixels. */
  private static final double SHADOW_EDGE = 8;

  /** How wide the edge of a shadow is, in pixels. */
  private static final double SHADOW_SOFTNESS = 3;

  private final String title;
  private final double[] strengths;

  Corruption(String title, double... strengths) {
    this.title = title;
    this.strengths = strengths;
  }

  /** The name used in reports. */
  public String title() {
    return title;
  }

  /** The strength of a grade, from 0 (mild) to 2 (severe), in the unit of the corruption. */
  public double strength(int grade) {
    return strengths[grade];
  }

  /** The name used in files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Corrupts a face.
   *
   * @param pixels 48 x 48 grey values, left as they are
   * @param row of the sample; decides noise and directions
   */
  public byte[] apply(byte[] pixels, int row, int grade) {
    double strength = strengths[grade];
    SplittableRandom random = new SplittableRandom(row * 31L + ordinal());
    return switch (this) {
      case DARKER, BRIGHTER -> map(pixels, value -> value * strength);
      case LOW_CONTRAST -> lowContrast(pixels, strength);
      case BLUR -> blur(pixels, strength);
      case MOTION_BLUR -> motionBlur(pixels, (int) strength, random.nextDouble() * Math.PI);
      case NOISE -> map(pixels, value -> value + strength * gaussian(random));
      case JPEG -> jpeg(pixels, strength / 100);
      case LOW_RESOLUTION -> lowResolution(pixels, (int) strength);
      case ROTATION ->
          warp(pixels, Math.toRadians(random.nextBoolean() ? strength : -strength), 0, 0);
      case SHIFT -> {
        double direction = direction(random);
        yield warp(pixels, 0, strength * Math.cos(direction), strength * Math.sin(direction));
      }
      case OCCLUDED_EYES -> cover(pixels, 0.14, 0.86, EYES, strength);
      case OCCLUDED_MOUTH -> cover(pixels, 0.26, 0.74, MOUTH, strength);
      case SIDE_LIGHT ->
          light(pixels, direction(random), along -> 1 + strength * inside(along / CENTRE, -1, 1));
      case CAST_SHADOW -> {
        double direction = direction(random);
        double edge = SHADOW_EDGE * (2 * random.nextDouble() - 1);
        yield light(
            pixels,
            direction,
            along -> 1 - strength * inside((along - edge) / SHADOW_SOFTNESS + 0.5, 0, 1));
      }
    };
  }

  /** Corrupts faces, each by its own row; everything else of the samples stays. */
  public List<Sample> apply(List<Sample> samples, int grade) {
    return samples.stream()
        .map(sample -> sample.withPixels(apply(sample.pixels(), sample.row(), grade)))
        .toList();
  }

  private static byte[] map(byte[] pixels, DoubleUnaryOperator function) {
    byte[] out = new byte[pixels.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = grey(function.applyAsDouble(pixels[i] & 0xff));
    }
    return out;
  }

  private static byte grey(double value) {
    return (byte) Math.round(Math.min(255, Math.max(0, value)));
  }

  private static double direction(SplittableRandom random) {
    return random.nextDouble() * 2 * Math.PI;
  }

  private static double inside(double value, double low, double high) {
    return Math.min(high, Math.max(low, value));
  }

  /**
   * Multiplies grey values.
   *
   * @param factor by the position along the direction, in pixels from the middle of the image
   */
  private static byte[] light(byte[] pixels, double direction, DoubleUnaryOperator factor) {
    double cos = Math.cos(direction);
    double sin = Math.sin(direction);
    byte[] out = new byte[pixels.length];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        int i = y * SIZE + x;
        double along = (x - CENTRE) * cos + (y - CENTRE) * sin;
        out[i] = grey((pixels[i] & 0xff) * factor.applyAsDouble(along));
      }
    }
    return out;
  }

  private static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  private static byte[] lowContrast(byte[] pixels, double share) {
    double sum = 0;
    for (byte pixel : pixels) {
      sum += pixel & 0xff;
    }
    double mean = sum / pixels.length;
    return map(pixels, value -> mean + (value - mean) * share);
  }

  private static byte[] blur(byte[] pixels, double deviation) {
    int radius = (int) Math.ceil(3 * deviation);
    double[] kernel = new double[2 * radius + 1];
    double total = 0;
    for (int k = -radius; k <= radius; k++) {
      kernel[k + radius] = Math.exp(-k * k / (2 * deviation * deviation));
      total += kernel[k + radius];
    }
    double[] rows = new double[pixels.length];
    byte[] out = new byte[pixels.length];
    for (int pass = 0; pass < 2; pass++) {
      for (int y = 0; y < SIZE; y++) {
        for (int x = 0; x < SIZE; x++) {
          double sum = 0;
          for (int k = -radius; k <= radius; k++) {
            sum +=
                kernel[k + radius]
                    * (pass == 0
                        ? pixels[y * SIZE + inside(x + k)] & 0xff
                        : rows[inside(y + k) * SIZE + x]);
          }
          if (pass == 0) {
            rows[y * SIZE + x] = sum / total;
          } else {
            out[y * SIZE + x] = grey(sum / total);
          }
        }
      }
    }
    return out;
  }

  private static int inside(int position) {
    return Math.min(SIZE - 1, Math.max(0, position));
  }

  private static byte[] motionBlur(byte[] pixels, int length, double direction) {
    float[] grey = GreyPixels.toFloats(pixels);
    byte[] out = new byte[pixels.length];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double sum = 0;
        for (int k = 0; k < length; k++) {
          double along = k - (length - 1) / 2.0;
          sum +=
              GreyPixels.bilinear(
                  grey, x + along * Math.cos(direction), y + along * Math.sin(direction));
        }
        out[y * SIZE + x] = grey(sum / length);
      }
    }
    return out;
  }

  private static byte[] warp(byte[] pixels, double angle, double shiftX, double shiftY) {
    float[] source = GreyPixels.toFloats(pixels);
    byte[] out = new byte[pixels.length];
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double dx = x - CENTRE - shiftX;
        double dy = y - CENTRE - shiftY;
        out[y * SIZE + x] =
            grey(
                GreyPixels.bilinear(
                    source, CENTRE + cos * dx + sin * dy, CENTRE - sin * dx + cos * dy));
      }
    }
    return out;
  }

  /** Every small pixel is the mean of its area; enlarging is bilinear. */
  private static byte[] lowResolution(byte[] pixels, int small) {
    double step = (double) SIZE / small;
    double[] reduced = new double[small * small];
    for (int y = 0; y < small; y++) {
      for (int x = 0; x < small; x++) {
        reduced[y * small + x] = areaMean(pixels, x * step, y * step, step);
      }
    }
    byte[] out = new byte[pixels.length];
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        double cx = Math.min(small - 1.0, Math.max(0, (x + 0.5) / step - 0.5));
        double cy = Math.min(small - 1.0, Math.max(0, (y + 0.5) / step - 0.5));
        int left = Math.min(small - 2, (int) cx);
        int top = Math.min(small - 2, (int) cy);
        double fx = cx - left;
        double fy = cy - top;
        int i = top * small + left;
        out[y * SIZE + x] =
            grey(
                (reduced[i] * (1 - fx) + reduced[i + 1] * fx) * (1 - fy)
                    + (reduced[i + small] * (1 - fx) + reduced[i + small + 1] * fx) * fy);
      }
    }
    return out;
  }

  private static double areaMean(byte[] pixels, double left, double top, double side) {
    double sum = 0;
    for (int y = (int) top; y < Math.min(SIZE, Math.ceil(top + side)); y++) {
      double high = Math.min(y + 1, top + side) - Math.max(y, top);
      for (int x = (int) left; x < Math.min(SIZE, Math.ceil(left + side)); x++) {
        sum +=
            (Math.min(x + 1, left + side) - Math.max(x, left))
                * high
                * (pixels[y * SIZE + x] & 0xff);
      }
    }
    return sum / (side * side);
  }

  private static byte[] jpeg(byte[] pixels, double quality) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, SIZE, SIZE, pixels);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality((float) quality);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), parameters);
      stream.flush();
      BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
      return (byte[]) decoded.getRaster().getDataElements(0, 0, SIZE, SIZE, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }

  private static byte[] cover(
      byte[] pixels, double left, double right, double middle, double height) {
    byte[] out = pixels.clone();
    int bottom = (int) Math.round((middle + height / 2) * SIZE);
    for (int y = (int) Math.round((middle - height / 2) * SIZE); y < Math.min(SIZE, bottom); y++) {
      for (int x = (int) Math.round(left * SIZE); x < Math.round(right * SIZE); x++) {
        out[y * SIZE + x] = (byte) GREY;
      }
    }
    return out;
  }
}
