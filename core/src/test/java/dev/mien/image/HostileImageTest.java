package dev.mien.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileImageTest {
  private final ImageReader reader = new ImageReader(ImageReader.DEFAULT_MAX_PIXELS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.jpg",
        "progressive.jpg",
        "cmyk.jpg",
        "rgb.png",
        "rgb.gif",
        "rgb.bmp",
        "rgb.tiff",
        "rgb.webp",
        "lossy.webp"
      })
  void read_truncatedAtEveryTenth_isRefused(String name) throws IOException {
    byte[] whole = ImageReaderTest.fixture(name);
    for (int tenth = 0; tenth < 10; tenth++) {
      byte[] part = Arrays.copyOf(whole, whole.length * tenth / 10);
      assertThatThrownBy(() -> reader.read(part))
          .as("%s cut to %d of %d bytes", name, part.length, whole.length)
          .isInstanceOf(ImageException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rgb.jpg",
        "cmyk.jpg",
        "rgb.png",
        "rgb.gif",
        "rgb.bmp",
        "rgb.tiff",
        "rgb.webp",
        "lossy.webp"
      })
  void read_randomlyDamaged_isReadOrRefusedButNeverFails(String name) throws IOException {
    byte[] whole = ImageReaderTest.fixture(name);
    SplittableRandom random = new SplittableRandom(42);
    ImageReader strict = new ImageReader(1_000_000);
    for (int round = 0; round < 60; round++) {
      byte[] damaged = whole.clone();
      for (int hit = 0; hit <= random.nextInt(4); hit++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(strict.read(damaged).width()).isPositive();
      } catch (ImageException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void read_noBytes_saysEmpty() {
    assertThatThrownBy(() -> reader.read(new byte[0])).hasMessage("the file is empty");
  }

  @Test
  void read_zeroBytes_saysNotAnImage() {
    assertThatThrownBy(() -> reader.read(new byte[1000])).hasMessageContaining("not a JPEG, PNG");
  }

  @Test
  void read_textNamedJpg_saysNotAnImage(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.jpg"), "hello");
    assertThatThrownBy(() -> reader.read(file)).hasMessageContaining("not a JPEG, PNG");
  }

  @Test
  void read_missingFile_saysSo(@TempDir Path folder) {
    assertThatThrownBy(() -> reader.read(folder.resolve("nowhere.jpg")))
        .hasMessage("there is no such file");
  }

  @Test
  void read_folder_saysSo(@TempDir Path folder) {
    assertThatThrownBy(() -> reader.read(folder)).hasMessageContaining("a folder");
  }

  @Test
  void read_unreadableFile_saysSo(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.jpg"), ImageReaderTest.fixture("rgb.jpg"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(file), "root may read everything");
    assertThatThrownBy(() -> reader.read(file)).hasMessage("the file may not be read");
  }

  @Test
  void read_hugePngHeader_isRefusedBeforeDecoding() {
    assertThatThrownBy(() -> reader.read(pngHeader(50_000, 50_000)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("50000 x 50000");
  }

  @Test
  void read_hugeBmpHeader_isRefusedBeforeDecoding() throws IOException {
    byte[] bmp = ImageReaderTest.fixture("rgb.bmp");
    ByteBuffer header = ByteBuffer.wrap(bmp).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    header.putInt(18, 50_000).putInt(22, 50_000);
    assertThatThrownBy(() -> reader.read(bmp))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("limit");
  }

  @Test
  void read_aboveOwnLimit_isRefused() throws IOException {
    byte[] png = ImageReaderTest.fixture("rgb.png");
    assertThat(new ImageReader(64 * 48).read(png).width()).isEqualTo(64);
    assertThatThrownBy(() -> new ImageReader(64 * 48 - 1).read(png))
        .hasMessageContaining("64 x 48");
  }

  @Test
  void read_onePixel_works() throws IOException {
    byte[] png = ImageReaderTest.encode(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png");
    assertThat(reader.read(png).height()).isEqualTo(1);
  }

  @Test
  void read_20000x1_works() throws IOException {
    byte[] png =
        ImageReaderTest.encode(new BufferedImage(20_000, 1, BufferedImage.TYPE_INT_RGB), "png");
    assertThat(reader.read(png).width()).isEqualTo(20_000);
  }

  private static byte[] pngHeader(int width, int height) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII));
    chunk.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(chunk.array());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13});
    out.write(chunk.array());
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    return out.toByteArray();
  }
}
