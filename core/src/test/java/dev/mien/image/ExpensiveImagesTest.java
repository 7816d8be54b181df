package dev.mien.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.ChildJvm;
import dev.mien.ImageResult;
import dev.mien.Mien;
import dev.mien.SamplePhotos;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 4, 5 and 6 of the hardening: images that cost far more than their size. */
final class ExpensiveImagesTest {
  private final ImageReader reader = new ImageReader(40_000_000);

  private static ImageException.Reason refusal(ImageReader reader, byte[] file) {
    try {
      reader.read(file);
    } catch (ImageException e) {
      return e.reason();
    }
    throw new AssertionError("it was read");
  }

  @Test
  void row4_progressiveJpegWithAThousandScans_isRefusedBeforeDecoding() throws IOException {
    byte[] jpeg = HostileFiles.jpegWithScans(1000);
    assertThatThrownBy(() -> reader.read(jpeg))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("more scans than");
    assertThat(refusal(reader, jpeg)).isEqualTo(ImageException.Reason.LIMIT);
  }

  @Test
  void row4_progressiveJpegOfAnEncoder_isRead() throws IOException {
    assertThat(reader.read(HostileFiles.jpegWithScans(10)).width()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource({
    "rgb.jpg",
    "progressive.jpg",
    "rgb.png",
    "rgb.gif",
    "rgb.bmp",
    "rgb.tiff",
    "rgb.webp"
  })
  void row4_anyImage_afterTheDeadline_isLetGo(String name) throws IOException {
    ImageReader impatient = new ImageReader(40_000_000, Duration.ofNanos(1));
    assertThat(refusal(impatient, ImageReaderTest.fixture(name)))
        .isEqualTo(ImageException.Reason.DEADLINE);
  }

  @Test
  void row4_image_whenItsThreadIsInterrupted_isLetGo() throws IOException {
    Thread.currentThread().interrupt();
    try {
      assertThat(refusal(reader, ImageReaderTest.fixture("rgb.jpg")))
          .isEqualTo(ImageException.Reason.DEADLINE);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /** On a stack of 256 KiB: a reader that follows the chain by recursion needs more. */
  @Test
  void row5_jpegWithChainedExifDirectories_isReadAndTurned()
      throws IOException, InterruptedException, ExecutionException {
    byte[] jpeg = HostileFiles.jpegWith(0xe1, HostileFiles.chainedExif(3000, 6), 1);
    FutureTask<RgbImage> reading = new FutureTask<>(() -> reader.read(jpeg));
    new Thread(null, reading, "small-stack", 256 << 10).start();
    RgbImage image = reading.get();
    assertThat(image.width()).isEqualTo(48);
    assertThat(image.height()).isEqualTo(64);
  }

  @Test
  void row5_batchWithChainedExif_losesNothing(@TempDir Path folder) throws IOException {
    byte[] jpeg = HostileFiles.jpegWith(0xe1, HostileFiles.chainedExif(3000, 1), 1);
    Path chained = Files.write(folder.resolve("chained.jpg"), jpeg);
    try (Mien mien = Mien.open()) {
      List<ImageResult> results =
          mien.analyzeAll(List.of(chained, SamplePhotos.path(1), SamplePhotos.path(2)));
      assertThat(results).hasSize(3);
      assertThat(results.get(1).faces()).hasSize(3);
    }
  }

  @Test
  void row6_metadataOfAnySize_costNoMemory(@TempDir Path folder)
      throws IOException, InterruptedException {
    ChildJvm.Result result = ChildJvm.run(SmallHeap.class, folder);
    assertThat(result.output()).contains("read 64 x 48, 64 x 48, 64 x 48, 64 x 48");
    assertThat(result.exitCode()).isZero();
  }

  /** Reads files that are small enough for its heap, and whose metadata are not. */
  static final class SmallHeap {
    private SmallHeap() {}

    public static void main(String[] arguments) throws IOException {
      ImageReader reader = new ImageReader(40_000_000);
      StringBuilder sizes = new StringBuilder();
      for (byte[] file :
          List.of(
              HostileFiles.pngWithTexts(100, 30 << 20),
              HostileFiles.jpegWith(0xfe, new byte[2], 4_000_000),
              HostileFiles.jpegWith(0xe5, new byte[60_000], 500),
              HostileFiles.gifWithComments(400_000))) {
        RgbImage image = reader.read(file);
        sizes.append(sizes.isEmpty() ? "" : ", ");
        sizes.append(image.width()).append(" x ").append(image.height());
      }
      System.out.println("read " + sizes);
    }
  }

  @Test
  void row6_manyLargeImagesAtOnce_waitForEachOthersMemory(@TempDir Path folder)
      throws IOException, InterruptedException {
    ChildJvm.Result result = ChildJvm.run(LargeImagesAtOnce.class, folder);
    assertThat(result.output()).contains("read 6 of 6");
  }

  /** Six threads with pictures of 30 megapixels, of which the heap holds two. */
  static final class LargeImagesAtOnce {
    private LargeImagesAtOnce() {}

    public static void main(String[] arguments) throws Exception {
      byte[] png =
          ImageReaderTest.encode(
              new BufferedImage(6000, 5000, BufferedImage.TYPE_BYTE_BINARY), "png");
      ImageReader patient = new ImageReader(40_000_000, Duration.ofMinutes(1));
      AtomicInteger read = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        Thread thread =
            new Thread(
                () -> {
                  try {
                    read.addAndGet(patient.read(png).width() == 6000 ? 1 : 0);
                  } catch (ImageException e) {
                    System.out.println(e.getMessage());
                  }
                });
        thread.start();
        threads.add(thread);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      System.out.println("read " + read + " of 6");
    }
  }

  /** A format of a caller's own: a byte, and then nothing that would be decoded. */
  private record SizedDecoder(int width, int height) implements ImageDecoder, ImageDecoder.Picture {
    @Override
    public List<String> formats() {
      return List.of("SIZED");
    }

    @Override
    public boolean accepts(byte[] file) {
      return true;
    }

    @Override
    public Picture open(byte[] file) {
      return this;
    }

    @Override
    public RgbImage decode(BooleanSupplier isOver) throws ImageException {
      if (isOver.getAsBoolean()) {
        throw new ImageException(ImageException.Reason.DEADLINE, "as a test");
      }
      throw new AssertionError("it was decoded");
    }
  }

  private static ImageReader with(ImageDecoder decoder) {
    return new ImageReader(40_000_000, Duration.ofSeconds(10), List.of(decoder));
  }

  @Test
  void row6_pictureOfAnotherDecoder_isMeasuredBeforeItIsDecoded() {
    assertThat(refusal(with(new SizedDecoder(10_000, 10_000)), new byte[1]))
        .isEqualTo(ImageException.Reason.LIMIT);
  }

  @Test
  void row4_otherDecoder_isToldOfTheInterruption() {
    Thread.currentThread().interrupt();
    try {
      assertThat(refusal(with(new SizedDecoder(10, 10)), new byte[1]))
          .isEqualTo(ImageException.Reason.DEADLINE);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void row6_iconAroundALargePicture_isNoFormatThatIsRead() throws IOException {
    byte[] png =
        ImageReaderTest.encode(new BufferedImage(9000, 100, BufferedImage.TYPE_BYTE_BINARY), "png");
    assertThat(refusal(reader, HostileFiles.icon(png))).isEqualTo(ImageException.Reason.FORMAT);
  }

  @Test
  void row6_bmpAroundAPicture_isRefused() throws IOException {
    byte[] bmp = ImageReaderTest.fixture("rgb.bmp");
    bmp[30] = 5;
    assertThat(refusal(reader, bmp)).isEqualTo(ImageException.Reason.FORMAT);
  }

  /** Its canvas is as small as it looks; what lies on it is not. */
  @Test
  void row6_webpWhosePictureIsLargerThanItsCanvas_isMeasuredByBoth() throws IOException {
    byte[] webp = ImageReaderTest.fixture("lossy.webp");
    int frame = new String(webp, StandardCharsets.ISO_8859_1).indexOf("VP8 ") + 8;
    ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).putInt(frame + 6, 0x3fff3fff);
    byte[] large =
        ByteBuffer.allocate(webp.length + 18)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(webp, 0, 12)
            .put("VP8X".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(10)
            .put(new byte[] {0, 0, 0, 0, 63, 0, 0, 47, 0, 0})
            .put(webp, 12, webp.length - 12)
            .putInt(4, webp.length + 10)
            .array();
    assertThat(refusal(reader, large)).isEqualTo(ImageException.Reason.LIMIT);
  }

  @Test
  void row6_tiffWithDirectoriesInACircle_isRead() throws IOException {
    for (int pointer : new int[] {330, 34665, 34853, 40965}) {
      assertThat(reader.read(HostileFiles.tiffWithEntry(pointer, 4, 1, 8)).width()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "322, 4, 1, 60000000, LIMIT", // A tile as wide as that.
    "277, 3, 1, 60000, FORMAT", // So many samples in each pixel.
    "34675, 7, 2000000000, 8, DAMAGED", // A profile beyond the end of the file.
    "279, 4, 400000000, 8, DAMAGED", // Lengths of strips, likewise.
    "65000, 4, 400000000, 8, DAMAGED" // Something unknown, likewise.
  })
  void row6_tiffThatNamesHugeParts_isRefusedBeforeTheyAreMade(
      int tag, int type, int count, int value, ImageException.Reason reason) throws IOException {
    assertThat(refusal(reader, HostileFiles.tiffWithEntry(tag, type, count, value)))
        .isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(ints = {700, 33723, 34377})
  void row6_tiffWithMetadataWithoutEnd_isReadWithoutThem(int tag) throws IOException {
    assertThat(reader.read(HostileFiles.tiffWithEntry(tag, 4, 400_000_000, 8)).width())
        .isEqualTo(4);
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void row18_pipesAndDevices_areNotWaitedFor(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.jpg");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (Path special : List.of(pipe, Path.of("/dev/zero"))) {
      assertThatThrownBy(() -> reader.read(special)).hasMessageContaining("a pipe or a device");
    }
  }
}
