package dev.mien;

import dev.mien.geometry.Box;
import dev.mien.image.ImageException;
import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The six sample photos, which the build fetches, and how many faces each shows. */
public final class SamplePhotos {
  public static final List<Integer> FACES = List.of(3, 3, 3, 4, 5, 4);

  private SamplePhotos() {}

  public static Path path(int number) {
    return Path.of("..", "samples", "sample" + number + ".jpg");
  }

  public static List<Path> paths() {
    return IntStream.rangeClosed(1, FACES.size()).mapToObj(SamplePhotos::path).toList();
  }

  public static RgbImage read(int number) {
    try {
      return new ImageReader(ImageReader.DEFAULT_MAX_PIXELS).read(path(number));
    } catch (ImageException e) {
      throw new IllegalStateException("sample photo " + number + ": " + e.getMessage(), e);
    }
  }

  /** The picture in a mirror. */
  public static RgbImage mirrored(RgbImage image) {
    byte[] rgb = new byte[3 * image.width() * image.height()];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        for (int channel = 0; channel < 3; channel++) {
          rgb[3 * (y * image.width() + x) + channel] =
              (byte) image.sample(image.width() - 1 - x, y, channel);
        }
      }
    }
    return RgbImage.ofBytes(image.width(), image.height(), rgb);
  }

  /** A square around a box, reduced to 96 pixels, as data sets of faces hold them. */
  public static RgbImage cut(RgbImage image, Box box) {
    int side = 96;
    double length = 1.1 * Math.max(box.width(), box.height());
    byte[] rgb = new byte[3 * side * side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        double x = box.centre().x() + length * ((column + 0.5) / side - 0.5);
        double y = box.centre().y() + length * ((row + 0.5) / side - 0.5);
        for (int channel = 0; channel < 3; channel++) {
          rgb[3 * (row * side + column) + channel] = (byte) image.sample((int) x, (int) y, channel);
        }
      }
    }
    return RgbImage.ofBytes(side, side, rgb);
  }
}
