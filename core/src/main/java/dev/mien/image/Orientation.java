package dev.mien.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** How a camera was held, as EXIF's tag 0x0112 says: 1 upright, 2 to 8 mirrored and turned. */
final class Orientation {
  private static final int UPRIGHT = 1;

  private Orientation() {}

  /** Reads the tag; 1 if there is none or it makes no sense. */
  static int read(byte[] file) {
    try {
      Metadata metadata =
          ImageMetadataReader.readMetadata(new ByteArrayInputStream(file), file.length);
      for (ExifIFD0Directory directory : metadata.getDirectoriesOfType(ExifIFD0Directory.class)) {
        Integer value = directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
        if (value != null && value >= 1 && value <= 8) {
          return value;
        }
      }
    } catch (ImageProcessingException | IOException | RuntimeException e) {
      return UPRIGHT; // Damaged metadata must not cost the picture.
    }
    return UPRIGHT;
  }

  /** Turns the picture upright. */
  static BufferedImage apply(BufferedImage image, int orientation) {
    if (orientation == UPRIGHT) {
      return image;
    }
    double w = image.getWidth();
    double h = image.getHeight();
    // m00, m10, m01, m11, m02, m12: where the stored picture's axes and origin go.
    AffineTransform transform =
        switch (orientation) {
          case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
          case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
          case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
          case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
          case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
          case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
          case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
          default -> throw new IllegalArgumentException("orientation " + orientation);
        };
    boolean swapped = orientation >= 5;
    BufferedImage upright =
        new BufferedImage(
            swapped ? image.getHeight() : image.getWidth(),
            swapped ? image.getWidth() : image.getHeight(),
            BufferedImage.TYPE_3BYTE_BGR);
    return new AffineTransformOp(transform, AffineTransformOp.TYPE_NEAREST_NEIGHBOR)
        .filter(image, upright);
  }
}
