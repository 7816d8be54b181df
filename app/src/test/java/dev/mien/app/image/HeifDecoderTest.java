package dev.mien.app.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.image.ImageException;
import dev.mien.image.ImageException.Reason;
import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four squares of 64 pixels: red and green above, blue and yellow below. */
final class HeifDecoderTest {
  private static final int TOLERANCE = 40;
  private static final int[] RED = {255, 0, 0};
  private static final int[] GREEN = {0, 255, 0};
  private static final int[] BLUE = {0, 0, 255};
  private static final int[] YELLOW = {255, 255, 0};

  private final ImageReader reader =
      new ImageReader(
          ImageReader.DEFAULT_MAX_PIXELS, ImageReader.DEFAULT_DEADLINE, List.of(new HeifDecoder()));

  private static byte[] file(String name) throws IOException {
    try (InputStream in = HeifDecoderTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private static void assertColour(RgbImage image, int x, int y, int[] colour) {
    for (int channel = 0; channel < 3; channel++) {
      assertThat(Math.abs(image.sample(x, y, channel) - colour[channel]))
          .as("channel %d at %d, %d: %d", channel, x, y, image.sample(x, y, channel))
          .isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"single.heic", "single.avif", "grid.avif"})
  void read_coloursStandInTheirPlaces(String name) throws IOException {
    RgbImage image = reader.read(file(name));
    assertThat(image.width()).isEqualTo(128);
    assertThat(image.height()).isEqualTo(128);
    assertColour(image, 32, 32, RED);
    assertColour(image, 96, 32, GREEN);
    assertColour(image, 32, 96, BLUE);
    assertColour(image, 96, 96, YELLOW);
  }

  @Test
  void read_turnedCounterClockwise_isShownSo() throws IOException {
    RgbImage image = reader.read(file("turned.avif"));
    assertColour(image, 32, 32, GREEN);
    assertColour(image, 96, 32, YELLOW);
    assertColour(image, 32, 96, RED);
    assertColour(image, 96, 96, BLUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"single.heic", "grid.avif"})
  void read_cutShort_isOneReason(String name) throws IOException {
    byte[] whole = file(name);
    for (int length : new int[] {12, 40, whole.length / 2, whole.length - 30}) {
      assertThatThrownBy(() -> reader.read(Arrays.copyOf(whole, length)))
          .as("%d bytes", length)
          .isInstanceOf(ImageException.class);
    }
  }

  @Test
  void read_morePixelsThanTheLimit_isRefusedBeforeDecoding() {
    ImageReader small =
        new ImageReader(10_000, ImageReader.DEFAULT_DEADLINE, List.of(new HeifDecoder()));
    assertThatThrownBy(() -> small.read(file("grid.avif")))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT))
        .hasMessageContaining("128 x 128 pixels");
  }

  /** A file of 383 bytes; FFmpeg 8.0.1, which read the whole file then, ended with SIGSEGV. */
  @Test
  void fuzzed_extentWithoutLength_isDamaged() throws IOException {
    byte[] photo = file("extent-without-length.avif");
    assertThatThrownBy(() -> reader.read(photo)).hasMessageContaining("damaged");
  }

  /** A file whose property of turning is another. */
  private static RgbImage transformed(ImageReader reader, String property, int value)
      throws IOException {
    byte[] photo = file("turned.avif");
    int at = find(photo, "irot", 0);
    System.arraycopy(property.getBytes(StandardCharsets.ISO_8859_1), 0, photo, at, 4);
    photo[at + 4] = (byte) value;
    return reader.read(photo);
  }

  @Test
  void read_mirrored_isShownAsTheFileAsks() throws IOException {
    RgbImage upright = transformed(reader, "irot", 0);
    RgbImage upsideDown = transformed(reader, "imir", 0);
    RgbImage mirrored = transformed(reader, "imir", 1);
    int right = upright.width() - 1;
    int bottom = upright.height() - 1;
    for (int channel = 0; channel < 3; channel++) {
      assertThat(mirrored.sample(right - 20, 30, channel))
          .isEqualTo(upright.sample(20, 30, channel));
      assertThat(upsideDown.sample(20, bottom - 30, channel))
          .isEqualTo(upright.sample(20, 30, channel));
    }
  }

  @Test
  void cropped_aroundAMiddleThatIsMoved_hasThatPart() throws IOException {
    RgbImage image = reader.read(file("single.avif"));
    ByteBuffer clap = ByteBuffer.allocate(32);
    for (int number : new int[] {64, 1, 128, 2, 32, 1, -32, 1}) {
      clap.putInt(number);
    }
    RgbImage green = HeifFile.cropped(image, clap.flip());
    assertThat(green.width()).isEqualTo(64);
    assertThat(green.height()).isEqualTo(64);
    assertColour(green, 32, 32, GREEN);
    for (int[] wrong : new int[][] {{64, 0}, {129, 1}, {0, 1}, {-5, 1}}) {
      clap.putInt(0, wrong[0]).putInt(4, wrong[1]).rewind();
      assertThatThrownBy(() -> HeifFile.cropped(image, clap))
          .as("%d / %d", wrong[0], wrong[1])
          .isInstanceOf(ImageException.class);
    }
  }

  /** Colours of a wide gamut took two seconds of processor time for every tile. */
  @Test
  void fuzzed_wideGamut_costsNoMoreThanAnother() throws IOException {
    byte[] photo = file("wide-gamut-tile.avif");
    reader.read(photo); // Loads and compiles what is needed.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    assertThat(reader.read(photo).width()).isEqualTo(128);
    assertThat(threads.getCurrentThreadCpuTime() - start)
        .isLessThan(TimeUnit.MILLISECONDS.toNanos(500));
  }

  private static Reason refusal(ImageReader reader, byte[] photo) {
    try {
      reader.read(photo);
    } catch (ImageException e) {
      return e.reason();
    }
    throw new AssertionError("it was read");
  }

  private static int find(byte[] bytes, String text, int from) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
  }

  /** Declares 8 x 8 pixels for each coded picture that has 64 or 128. */
  private static byte[] declaredSmall(String name) throws IOException {
    byte[] photo = file(name);
    for (int at = find(photo, "ispe", 0); at >= 0; at = find(photo, "ispe", at + 1)) {
      ByteBuffer.wrap(photo, at + 8, 8).putInt(8).putInt(8);
    }
    return photo;
  }

  @ParameterizedTest
  @ValueSource(strings = {"single.heic", "single.avif"})
  void row6_codedLargerThanDeclared_isRefused(String name) throws IOException {
    assertThat(refusal(reader, declaredSmall(name))).isEqualTo(Reason.DAMAGED);
  }

  @Test
  void row6_tilesOfManyTimesThePicture_areNotDecoded() throws IOException {
    byte[] photo = file("grid.avif");
    int at = find(photo, "ispe", 0);
    while (at >= 0) {
      ByteBuffer.wrap(photo, at + 8, 8).putInt(8192).putInt(8192);
      at = find(photo, "ispe", at + 1);
    }
    assertThat(refusal(reader, photo)).isEqualTo(Reason.DAMAGED);
  }

  @Test
  void row6_sizeInHeaders_isKnownBeforeDecoding() throws IOException {
    byte[] avif = file("single.avif");
    byte[] data = Arrays.copyOfRange(avif, find(avif, "mdat", 0) + 4, avif.length);
    assertThat(Av1Headers.isWithin(data, 128 * 128)).isTrue();
    assertThat(Av1Headers.isWithin(data, 128 * 128 - 1)).isFalse();
    byte[] heic = file("single.heic");
    int at = find(heic, "hvcC", 0);
    byte[] settings =
        Arrays.copyOfRange(heic, at + 4, at - 4 + ByteBuffer.wrap(heic).getInt(at - 4));
    assertThat(HevcHeaders.isWithin(settings, new byte[0], 128 * 128)).isTrue();
    assertThat(HevcHeaders.isWithin(settings, new byte[0], 128 * 128 - 1)).isFalse();
  }

  @Test
  void hevc_unitsThatOnlyFFmpegSees_andSlicesWithoutEnd_areRefused() {
    byte[] settings = new byte[23];
    settings[0] = 1;
    settings[21] = 3; // lengths of four bytes
    byte[] slice = {0, 0, 0, 4, 0x28, 1, (byte) 0xaf, 1};
    assertThat(HevcHeaders.isWithin(settings, slice, 64)).isTrue();
    byte[] hidden = {0, 0, 0, 7, 0x4e, 1, 0, 0, 1, 0x42, 1};
    assertThat(HevcHeaders.isWithin(settings, hidden, 64)).isFalse();
    ByteBuffer many = ByteBuffer.allocate(65 * slice.length);
    for (int i = 0; i < 65; i++) {
      many.put(slice);
    }
    assertThat(HevcHeaders.isWithin(settings, many.array(), 64)).isFalse();
    byte[] other = slice.clone();
    other[4] = 0x4e; // a message
    for (int i = 0; i < 65; i++) {
      many.put(i * other.length, other);
    }
    assertThat(HevcHeaders.isWithin(settings, many.array(), 64)).isFalse();
  }

  @Test
  void row6_frameAfterFrameInOnePicture_isRefusedBeforeDecoding() {
    byte[] frames = new byte[2 * 5];
    for (int i = 0; i < frames.length; i += 2) {
      frames[i] = 6 << 3 | 2; // A frame with a size, which is 0.
    }
    assertThat(Av1Headers.isWithin(Arrays.copyOf(frames, 2 * 4), 1)).isTrue();
    assertThat(Av1Headers.isWithin(frames, 1)).isFalse();
  }

  @Test
  void row6_boxesWithoutNumber_areRefused() throws IOException {
    byte[] photo = file("single.avif");
    ByteBuffer many = ByteBuffer.allocate(photo.length + 8 * 100_000).put(photo);
    while (many.hasRemaining()) {
      many.putInt(8).put("free".getBytes(StandardCharsets.ISO_8859_1));
    }
    assertThat(refusal(reader, many.array())).isEqualTo(Reason.LIMIT);
  }

  @Test
  void row4_photo_afterTheDeadline_isLetGo() throws IOException {
    ImageReader impatient =
        new ImageReader(1 << 20, Duration.ofNanos(1), List.of(new HeifDecoder()));
    assertThat(refusal(impatient, file("single.avif"))).isIn(Reason.DEADLINE, Reason.MEMORY);
  }

  @Test
  void read_withoutTheDecoder_saysWhatIsRead() {
    assertThatThrownBy(() -> new ImageReader(1000).read(file("single.heic")))
        .hasMessage("it is not a JPEG, PNG, GIF, BMP, WebP or TIFF image");
    assertThatThrownBy(() -> reader.read(new byte[] {1, 2, 3}))
        .hasMessage("it is not a JPEG, PNG, GIF, BMP, WebP, TIFF, HEIC or AVIF image");
  }
}
