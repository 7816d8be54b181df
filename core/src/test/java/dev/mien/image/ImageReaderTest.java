package dev.mien.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The fixtures all show the same: a gradient from red to blue with a green rectangle at the top
 * left.
 */
final class ImageReaderTest {
  private final ImageReader reader = new ImageReader(ImageReader.DEFAULT_MAX_PIXELS);

  static byte[] fixture(String name) throws IOException {
    try (InputStream in = ImageReaderTest.class.getResourceAsStream("/images/" + name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rgb.png, 3",
    "rgb.jpg, 12",
    "progressive.jpg, 12",
    "rgb.webp, 3",
    "lossy.webp, 60",
    "rgb.tiff, 3",
    "rgb.bmp, 3",
    "rgb.gif, 40",
    "animated.gif, 40",
    "cmyk.jpg, 70"
  })
  void read_anyFormat_hasItsSizeAndColours(String name, int tolerance) throws IOException {
    RgbImage image = reader.read(fixture(name));
    assertThat(image.width()).isEqualTo(64);
    assertThat(image.height()).isEqualTo(48);
    assertColour(image, 8, 8, 0, 255, 0, tolerance);
    assertColour(image, 60, 2, 244, 0, 11, tolerance);
    assertColour(image, 60, 46, 5, 0, 250, tolerance);
  }

  private static void assertColour(
      RgbImage image, int x, int y, int red, int green, int blue, int tolerance) {
    assertThat(image.sample(x, y, 0)).as("red").isCloseTo(red, within(tolerance));
    assertThat(image.sample(x, y, 1)).as("green").isCloseTo(green, within(tolerance));
    assertThat(image.sample(x, y, 2)).as("blue").isCloseTo(blue, within(tolerance));
  }

  @ParameterizedTest
  @ValueSource(strings = {"grey.jpg", "grey16.png"})
  void read_grey_keepsStoredValues(String name) throws IOException {
    RgbImage image = reader.read(fixture(name));
    assertThat(image.sample(8, 8, 0))
        .isEqualTo(image.sample(8, 8, 1))
        .isEqualTo(image.sample(8, 8, 2))
        .isBetween(140, 225);
  }

  @Test
  void read_greyPng_isNotBrightened() throws IOException {
    BufferedImage grey = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(1, 1, 0, 100);
    assertThat(reader.read(encode(grey, "png")).sample(1, 1, 0)).isEqualTo(100);
  }

  @Test
  void read_transparent_isLaidOnWhite() throws IOException {
    RgbImage image = reader.read(fixture("alpha.png"));
    assertColour(image, 8, 8, 128, 255, 128, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 64, 48, 8, 8", "2, 64, 48, 55, 8", "3, 64, 48, 55, 39", "4, 64, 48, 8, 39",
    "5, 48, 64, 8, 8", "6, 48, 64, 39, 8", "7, 48, 64, 39, 55", "8, 48, 64, 8, 55"
  })
  void read_exifOrientation_turnsUpright(
      int orientation, int width, int height, int greenX, int greenY) throws IOException {
    RgbImage image = reader.read(withOrientation(fixture("rgb.jpg"), orientation));
    assertThat(image.width()).isEqualTo(width);
    assertThat(image.height()).isEqualTo(height);
    assertColour(image, greenX, greenY, 0, 255, 0, 12);
  }

  @Test
  void read_greyThatIsTurned_keepsStoredValues() throws IOException {
    RgbImage upright = reader.read(fixture("grey.jpg"));
    RgbImage turned = reader.read(withOrientation(fixture("grey.jpg"), 6));
    for (int y = 0; y < upright.height(); y++) {
      for (int x = 0; x < upright.width(); x++) {
        assertThat(turned.sample(upright.height() - 1 - y, x, 0))
            .isEqualTo(upright.sample(x, y, 0));
      }
    }
  }

  /** Puts bytes in front of the end marker of a JPEG. */
  private static byte[] withSurplus(byte[] jpeg, int count) {
    byte[] longer = Arrays.copyOf(jpeg, jpeg.length + count);
    System.arraycopy(jpeg, jpeg.length - 2, longer, longer.length - 2, 2);
    Arrays.fill(longer, jpeg.length - 2, longer.length - 2, (byte) 0x11);
    return longer;
  }

  @Test
  void read_surplusBytesBeforeTheEndMarker_areIgnored() throws IOException {
    byte[] jpeg = fixture("rgb.jpg");
    assertThat(reader.read(withSurplus(jpeg, 3)).bytes()).isEqualTo(reader.read(jpeg).bytes());
  }

  @Test
  void read_manySurplusBytes_areDamage() throws IOException {
    byte[] longer = withSurplus(fixture("rgb.jpg"), 100);
    assertThatThrownBy(() -> reader.read(longer)).hasMessageContaining("damaged");
  }

  @Test
  void read_otherProfile_isConvertedAsJavaDoes() {
    BufferedImage linear = linear(100, 150);
    RgbImage image = RgbImage.of(linear);
    for (int y = 0; y < 150; y++) {
      for (int x = 0; x < 100; x++) {
        Color expected = new Color(linear.getRGB(x, y));
        assertColour(image, x, y, expected.getRed(), expected.getGreen(), expected.getBlue(), 2);
      }
    }
  }

  @Test
  void turned_anyNumberOfRows_putsEveryPixelInItsPlace() {
    for (int height = 1; height < 11; height++) {
      RgbImage image = RgbImage.of(linear(7, height));
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < 7; x++) {
          int blue = image.sample(x, y, 2);
          assertThat(image.mirrored().sample(6 - x, y, 2)).isEqualTo(blue);
          assertThat(image.turned(1).sample(height - 1 - y, x, 2)).isEqualTo(blue);
          assertThat(image.turned(2).sample(6 - x, height - 1 - y, 2)).isEqualTo(blue);
          assertThat(image.turned(3).sample(y, 6 - x, 2)).isEqualTo(blue);
        }
      }
    }
  }

  @Test
  void of_tooSlow_endsInBetween() {
    int[] asked = {0};
    assertThat(RgbImage.of(linear(10, 300), () -> ++asked[0] == 3)).isNull();
  }

  /** An image of linear light, every pixel of another colour. */
  private static BufferedImage linear(int width, int height) {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, new int[] {x * 600, y * 400, (x + 8 * y) * 50});
      }
    }
    return new BufferedImage(model, raster, false, null);
  }

  @Test
  void of_fractionsAndSignedGreys_areNotBlack() {
    for (int type : new int[] {DataBuffer.TYPE_FLOAT, DataBuffer.TYPE_SHORT}) {
      ComponentColorModel model =
          new ComponentColorModel(
              ColorSpace.getInstance(ColorSpace.CS_GRAY), false, false, Transparency.OPAQUE, type);
      WritableRaster raster = model.createCompatibleWritableRaster(2, 1);
      double one = type == DataBuffer.TYPE_FLOAT ? 1 : Short.MAX_VALUE;
      raster.setSample(0, 0, 0, -one / 2);
      raster.setSample(1, 0, 0, one / 2);
      RgbImage image = RgbImage.of(new BufferedImage(model, raster, false, null));
      assertThat(image.sample(0, 0, 0)).isZero();
      assertThat(image.sample(1, 0, 0)).isCloseTo(128, within(1));
    }
  }

  @Test
  void part_beyondThePicture_isRefused() throws IOException {
    RgbImage image = reader.read(fixture("rgb.png"));
    RgbImage part = image.part(60, 40, 4, 8);
    assertThat(part.sample(3, 7, 2)).isEqualTo(image.sample(63, 47, 2));
    assertThatThrownBy(() -> image.part(60, 40, 5, 8)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> image.part(-1, 0, 5, 8)).isInstanceOf(IllegalArgumentException.class);
  }

  /** Puts a minimal EXIF block with one tag behind the start of a JPEG. */
  private static byte[] withOrientation(byte[] jpeg, int orientation) throws IOException {
    byte[] exif = {
      (byte) 0xff,
      (byte) 0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0,
      0,
      0,
      0,
      0
    };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(jpeg, 0, 2);
    out.write(exif);
    out.write(jpeg, 2, jpeg.length - 2);
    return out.toByteArray();
  }

  @Test
  void read_wrongExtension_goesByContent(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("photo.png"), fixture("rgb.jpg"));
    assertThat(reader.read(file).width()).isEqualTo(64);
  }

  static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }
}
