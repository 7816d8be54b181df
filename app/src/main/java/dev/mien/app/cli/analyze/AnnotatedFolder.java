package dev.mien.app.cli.analyze;

import dev.mien.ImageResult;
import dev.mien.image.RgbImage;
import dev.mien.output.Annotator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A folder of annotated pictures: PNG for PNG, JPEG for everything else. Two images of one name
 * both stay.
 */
final class AnnotatedFolder {
  private static final float JPEG_QUALITY = 0.92f;

  private final Path folder;
  private final Annotator annotator;
  private final Set<String> used = new HashSet<>();

  AnnotatedFolder(Path folder, boolean attention) throws IOException {
    this.folder = Files.createDirectories(folder);
    annotator = new Annotator(attention);
  }

  void write(ImageResult result, RgbImage image) throws IOException {
    Path name = result.source().isEmpty() ? null : Path.of(result.source()).getFileName();
    String fileName = name == null ? "image.jpg" : name.toString();
    int dot = fileName.lastIndexOf('.');
    String stem = dot > 0 ? fileName.substring(0, dot) : fileName;
    BufferedImage picture = draw(result, image);
    boolean png = fileName.toLowerCase(Locale.ROOT).endsWith(".png");
    Path file = folder.resolve(unused(stem, png ? ".png" : ".jpg"));
    if (png) {
      ImageIO.write(picture, "png", file.toFile());
    } else {
      writeJpeg(file, picture);
    }
  }

  private BufferedImage draw(ImageResult result, RgbImage image) throws IOException {
    try {
      return annotator.annotate(image, result);
    } catch (InternalError | NoClassDefFoundError | UnsatisfiedLinkError e) {
      // What Java throws on a machine without fontconfig or without any font.
      throw new IOException("text needs fonts: install fontconfig and fonts-dejavu-core", e);
    }
  }

  private String unused(String stem, String extension) {
    String name = stem + extension;
    for (int i = 2; !used.add(name); i++) {
      name = stem + "-" + i + extension;
    }
    return name;
  }

  private static void writeJpeg(Path file, BufferedImage picture) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    Files.deleteIfExists(file);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(JPEG_QUALITY);
      writer.write(null, new IIOImage(picture, null, null), parameters);
    } finally {
      writer.dispose();
    }
  }
}
