package dev.mien.app.video;

import dev.mien.image.ImageException;
import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;

/** Films made in the test: faces of the sample photos on grey, moved by a script. */
public final class TestFilm {
  public static final int WIDTH = 640;
  public static final int HEIGHT = 480;

  private TestFilm() {}

  /** A face of a sample photo, cut out with room around it. */
  public static BufferedImage face(int photo, int centreX, int centreY, int side) {
    try {
      BufferedImage image =
          new ImageReader(ImageReader.DEFAULT_MAX_PIXELS)
              .read(Path.of("..", "samples", "sample" + photo + ".jpg"))
              .toBufferedImage();
      return image.getSubimage(centreX - side / 2, centreY - side / 2, side, side);
    } catch (ImageException e) {
      throw new IllegalStateException("the samples are missing: " + e.getMessage(), e);
    }
  }

  private static final BufferedImage ANNA = face(1, 1565, 340, 340);
  private static final BufferedImage BEN = face(2, 1555, 285, 400);

  /** Somebody who smiles at the camera. */
  public static BufferedImage anna() {
    return ANNA;
  }

  /** Somebody else, who looks neutral. */
  public static BufferedImage ben() {
    return BEN;
  }

  /** A grey frame. */
  public static BufferedImage empty() {
    BufferedImage frame = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = frame.createGraphics();
    graphics.setColor(new Color(128, 132, 128));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    graphics.dispose();
    return frame;
  }

  /** Puts a face into a frame, in an oval. */
  public static void put(BufferedImage frame, BufferedImage face, double x, double y, int side) {
    Graphics2D graphics = frame.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.setClip(new Ellipse2D.Double(x - 0.42 * side, y - side / 2.0, 0.84 * side, side));
    graphics.drawImage(
        face, (int) Math.round(x - side / 2.0), (int) Math.round(y - side / 2.0), side, side, null);
    graphics.dispose();
  }

  /** Two people beside each other, moving a little. */
  public static BufferedImage twoPeople(int number) {
    BufferedImage frame = empty();
    put(frame, anna(), 180 + 20 * Math.sin(number / 10.0), 220, 260);
    put(frame, ben(), 460, 230 + 15 * Math.cos(number / 8.0), 260);
    return frame;
  }

  /** Writes frames with times of their own, in milliseconds; without loss if asked. */
  public static void write(
      Path file,
      int frames,
      IntFunction<BufferedImage> picture,
      IntFunction<Long> millis,
      boolean lossless)
      throws FrameRecorder.Exception {
    int codec = lossless ? avcodec.AV_CODEC_ID_PNG : avcodec.AV_CODEC_ID_H264;
    write(file, frames, picture, millis, codec);
  }

  /** Writes a film that browsers play, 25 frames a second. */
  public static void writeVp8(Path file, int frames, IntFunction<BufferedImage> picture)
      throws FrameRecorder.Exception {
    write(file, frames, picture, f -> 40L * f, avcodec.AV_CODEC_ID_VP8);
  }

  private static void write(
      Path file,
      int frames,
      IntFunction<BufferedImage> picture,
      IntFunction<Long> millis,
      int codec)
      throws FrameRecorder.Exception {
    avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    BufferedImage first = picture.apply(0);
    boolean lossless = codec == avcodec.AV_CODEC_ID_PNG;
    try (FFmpegFrameRecorder recorder =
        new FFmpegFrameRecorder(file.toFile(), first.getWidth(), first.getHeight(), 0)) {
      recorder.setFrameRate(100);
      recorder.setGopSize(12);
      recorder.setVideoCodec(codec);
      recorder.setPixelFormat(lossless ? avutil.AV_PIX_FMT_RGB24 : avutil.AV_PIX_FMT_YUV420P);
      recorder.setVideoBitrate(2_000_000);
      recorder.start();
      ByteBuffer pixels = ByteBuffer.allocateDirect(3 * first.getWidth() * first.getHeight());
      for (int f = 0; f < frames; f++) {
        BufferedImage image = picture.apply(f);
        pixels.clear();
        pixels.put(((DataBufferByte) image.getRaster().getDataBuffer()).getData()).flip();
        recorder.setTimestamp(millis.apply(f) * 1000);
        recorder.recordImage(
            image.getWidth(),
            image.getHeight(),
            Frame.DEPTH_UBYTE,
            3,
            3 * image.getWidth(),
            avutil.AV_PIX_FMT_BGR24,
            pixels);
      }
      recorder.stop();
    }
  }

  /**
   * Sets the flag by which a telephone says how to turn its film: the matrix of the track header
   * (ISO/IEC 14496-12, 8.3.2), a quarter turn clockwise.
   */
  static void flagQuarterTurn(Path movie) throws IOException {
    byte[] bytes = Files.readAllBytes(movie);
    int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("tkhd") + 4;
    int[] matrix = {0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000};
    ByteBuffer.wrap(bytes).position(header + 40).asIntBuffer().put(matrix);
    Files.write(movie, bytes);
  }

  /** Whether two pictures are the same, pixel by pixel. */
  static boolean same(RgbImage a, RgbImage b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      return false;
    }
    for (int y = 0; y < a.height(); y++) {
      for (int x = 0; x < a.width(); x++) {
        for (int channel = 0; channel < 3; channel++) {
          if (a.sample(x, y, channel) != b.sample(x, y, channel)) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
