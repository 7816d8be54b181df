package dev.mien.app.cli.analyze;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Pictures with a comment that says who wrote them and of which image, so that a later run may
 * replace them and never somebody's original or the picture of another image.
 *
 * @param image the beginning of the SHA-256 of the image file; empty if that is not known
 */
record MarkedPicture(String image) {
  /** Of an image file that cannot be read any more. */
  static final MarkedPicture UNKNOWN = new MarkedPicture("");

  private static final String MARK = "annotated by Mien";
  private static final Pattern MARKED = Pattern.compile(MARK + "(?: of ([0-9a-f]{16}))?");
  private static final int BUFFER = 1 << 16;
  private static final int IMAGE_BYTES = 8;
  private static final float JPEG_QUALITY = 0.92f;
  private static final int JPEG_COMMENT = 0xfffe;
  private static final int JPEG_START_BYTES = 2;

  /** The signature and the header chunk of a PNG. */
  private static final int PNG_HEADER_BYTES = 33;

  /** For the picture of an image file, whose content is read to the end. */
  static MarkedPicture of(InputStream content) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return new MarkedPicture(HexFormat.of().formatHex(digest.digest(), 0, IMAGE_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Whether a file is a picture of another image. One of an earlier version does not say of which.
   *
   * @throws IOException if it was not written here, or cannot be read
   */
  boolean isOfAnother(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(128), StandardCharsets.ISO_8859_1);
      Matcher mark = MARKED.matcher(head);
      if (!mark.find()) {
        throw new IOException(
            file + " exists and was not written by Mien: add --force to replace it");
      }
      return mark.group(1) != null && !mark.group(1).equals(image);
    }
  }

  private String text() {
    return image.isEmpty() ? MARK : MARK + " of " + image;
  }

  byte[] jpeg(BufferedImage picture) throws IOException {
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
    byte[] text = text().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer segment = ByteBuffer.allocate(4 + text.length);
    segment.putShort((short) JPEG_COMMENT).putShort((short) (2 + text.length)).put(text);
    return inserted(bytes.toByteArray(), JPEG_START_BYTES, segment.array());
  }

  byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", bytes);
    byte[] content = ("tEXtSoftware\0" + text()).getBytes(StandardCharsets.US_ASCII);
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
