package dev.mien.bench.fuzz;

import dev.mien.app.image.HeifDecoder;
import dev.mien.image.ImageException;
import dev.mien.image.ImageReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Images of all formats, and EXIF inside them. */
final class ImageTargets {
  private static final ImageReader READER =
      new ImageReader(2_000_000, ImageReader.DEFAULT_DEADLINE, List.of(new HeifDecoder()));

  private ImageTargets() {}

  static List<FuzzTarget> all() {
    return List.of(new Images("image", false), new Images("exif", true), new Photos());
  }

  private record Images(String name, boolean exif) implements FuzzTarget {
    @Override
    public List<byte[]> seeds() throws IOException {
      List<byte[]> seeds = new ArrayList<>(Corpus.of(name));
      if (exif) {
        seeds.add(withExif(encoded("jpg", false)));
        return seeds;
      }
      for (String format : new String[] {"jpg", "png", "gif", "bmp", "tiff"}) {
        seeds.add(encoded(format, false));
      }
      seeds.add(encoded("jpg", true));
      return seeds;
    }

    @Override
    public boolean read(byte[] input) {
      try {
        // Only what lies in the block is damaged: the picture is there.
        READER.read(exif ? withDamagedExif(input) : input);
        return true;
      } catch (ImageException e) {
        return false;
      }
    }
  }

  /** HEIC and AVIF, which FFmpeg decodes. */
  private static final class Photos implements FuzzTarget {
    @Override
    public String name() {
      return "heif";
    }

    @Override
    public void prepare() throws IOException {
      for (byte[] photo : seeds()) {
        read(photo);
      }
    }

    @Override
    public List<byte[]> seeds() throws IOException {
      return Corpus.of(name());
    }

    @Override
    public boolean read(byte[] input) {
      try {
        READER.read(input);
        return true;
      } catch (ImageException e) {
        return false;
      }
    }
  }

  private static byte[] encoded(String format, boolean progressive) throws IOException {
    BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.ORANGE);
    graphics.fillOval(8, 4, 30, 30);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    if (progressive) {
      parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    writer.setOutput(ImageIO.createImageOutputStream(out));
    writer.write(null, new IIOImage(image, null, null), parameters);
    writer.dispose();
    return out.toByteArray();
  }

  /** The block alone: mutations go into it. */
  private static byte[] withExif(byte[] jpeg) {
    ByteBuffer exif = ByteBuffer.allocate(6 + 26).put("Exif\0\0MM\0*".getBytes());
    exif.putInt(8).putShort((short) 1).putShort((short) 0x112).putShort((short) 3).putInt(1);
    return exif.putShort((short) 6).array();
  }

  private static byte[] withDamagedExif(byte[] exif) {
    try {
      byte[] jpeg = encoded("jpg", false);
      byte[] block = Arrays.copyOf(exif, Math.min(exif.length, 65_000));
      ByteBuffer all = ByteBuffer.allocate(jpeg.length + block.length + 4);
      all.put(jpeg, 0, 2).put((byte) 0xff).put((byte) 0xe1).putShort((short) (block.length + 2));
      return all.put(block).put(jpeg, 2, jpeg.length - 2).array();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
