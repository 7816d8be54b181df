package dev.mien.app.cli.analyze;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Pictures with a comment that says who wrote them, so that a later run may replace them and never
 * somebody's original.
 */
final class MarkedPicture {
  private static final String MARK = "annotated by Mien";
  private static final float JPEG_QUALITY = 0.92f;
  private static final int JPEG_COMMENT = 0xfffe;
  private static final int JPEG_START_BYTES = 2;

  /** The signature and the header chunk of a PNG. */
  private static final int PNG_HEADER_BYTES = 33;

  private MarkedPicture() {}

  /** Whether a file is a picture that was written here. */
  static boolean isMarked(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(128), StandardCharsets.ISO_8859_1);
      return head.contains(MARK);
    }
  }

  static byte[] jpeg(BufferedImage picture) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(JPEG_QUALITY);
      writer.write(null, new IIOImage(picture, null, null), parameters);
    } finally {
      writer.dispose();
    }
    byte[] text = MARK.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer segment = ByteBuffer.allocate(4 + text.length);
    segment.putShort((short) JPEG_COMMENT).putShort((short) (2 + text.length)).put(text);
    return inserted(bytes.toByteArray(), JPEG_START_BYTES, segment.array());
  }

  static byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    byte[] content = ("tEXtSoftware\0" + MARK).getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ByteBuffer chunk = ByteBuffer.allocate(8 + content.length);
    chunk.putInt(content.length - 4).put(content).putInt((int) checksum.getValue());
    return inserted(bytes.toByteArray(), PNG_HEADER_BYTES, chunk.array());
  }

  private static byte[] inserted(byte[] bytes, int position, byte[] addition) {
    return ByteBuffer.allocate(bytes.length + addition.length)
        .put(bytes, 0, position)
        .put(addition)
        .put(bytes, position, bytes.length - position)
        .array();
  }
}
