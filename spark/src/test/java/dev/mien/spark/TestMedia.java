package dev.mien.spark;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** Small pictures and films made of the sample photos. */
public final class TestMedia {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 426;

  private TestMedia() {}

  /** Writes {@code count} photos, of three to five faces each, and returns their paths. */
  public static List<Path> photos(Path folder, int count) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (int sample = 1; sample <= Math.min(count, 6); sample++) {
      Path file = Files.createTempFile(folder, "scaled", ".tmp");
      ImageIO.write(scaled(sample), "jpg", file.toFile());
      contents.add(Files.readAllBytes(file));
      Files.delete(file);
    }
    List<Path> photos = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path photo = folder.resolve("photo%04d.jpg".formatted(i));
      Files.write(photo, contents.get(i % contents.size()));
      photos.add(photo);
    }
    return photos;
  }

  /** Writes a film of one photo that slowly grows lighter, ten frames a second. */
  public static Path film(Path file, int frames) throws IOException {
    BufferedImage picture = scaled(1);
    FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), WIDTH, HEIGHT);
    recorder.setFormat("mp4");
    recorder.setVideoCodec(avcodec.AV_CODEC_ID_MPEG4);
    recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
    recorder.setFrameRate(10);
    recorder.setVideoBitrate(2_000_000);
    try (recorder) {
      recorder.start();
      byte[] pixels = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
      try (Frame frame = new Frame(WIDTH, HEIGHT, Frame.DEPTH_UBYTE, 3)) {
        for (int i = 0; i < frames; i++) {
          ByteBuffer rows = (ByteBuffer) frame.image[0];
          for (int y = 0; y < HEIGHT; y++) {
            rows.position(y * frame.imageStride);
            rows.put(pixels, 3 * y * WIDTH, 3 * WIDTH);
          }
          rows.position(0);
          recorder.record(frame, avutil.AV_PIX_FMT_BGR24);
        }
      }
    }
    return file;
  }

  private static BufferedImage scaled(int sample) {
    try {
      BufferedImage photo =
          ImageIO.read(Path.of("..", "samples", "sample" + sample + ".jpg").toFile());
      BufferedImage scaled = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
      Graphics2D graphics = scaled.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.drawImage(photo, 0, 0, WIDTH, HEIGHT, null);
      graphics.dispose();
      return scaled;
    } catch (IOException e) {
      throw new UncheckedIOException("the samples are missing", e);
    }
  }

  /** Contents that cannot be read, each in another way. */
  public static List<byte[]> broken(byte[] photo) {
    byte[] damaged = photo.clone();
    Arrays.fill(damaged, 300, damaged.length, (byte) 0xff);
    return List.of(
        new byte[0],
        "not an image".getBytes(StandardCharsets.UTF_8),
        Arrays.copyOf(photo, photo.length / 2),
        damaged,
        bomb(),
        "\0\0\0\u0018ftypisom and then no film at all".getBytes(StandardCharsets.ISO_8859_1),
        Arrays.copyOf(new byte[] {0, 0, 0, 24, 'f', 't', 'y', 'p', 'h', 'e', 'i', 'c'}, 400));
  }

  /** The head of a PNG of 100,000 x 100,000 pixels. */
  private static byte[] bomb() {
    ByteBuffer png = ByteBuffer.allocate(33);
    png.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    png.putInt(13).put("IHDR".getBytes(StandardCharsets.US_ASCII));
    png.putInt(100_000).putInt(100_000).put(new byte[] {8, 2, 0, 0, 0});
    return png.array();
  }
}
