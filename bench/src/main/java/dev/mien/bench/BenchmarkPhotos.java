package dev.mien.bench;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * The photo that benchmarks look at; run from the root of the checkout, where the build puts the
 * samples.
 */
public final class BenchmarkPhotos {
  private BenchmarkPhotos() {}

  /** A 640x480 JPEG of the person on the right of the first sample photo. */
  public static byte[] oneFace() throws IOException {
    BufferedImage photo = ImageIO.read(Path.of("samples", "sample1.jpg").toFile());
    BufferedImage small = new BufferedImage(640, 480, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(photo.getSubimage(1200, 100, 720, 540), 0, 0, 640, 480, null);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(small, "jpeg", out);
    return out.toByteArray();
  }
}
