package dev.mien.spark;

import dev.mien.image.ImageException;
import dev.mien.image.ImageException.Reason;
import dev.mien.image.RgbImage;
import org.apache.spark.sql.Row;

/** Reads the struct of Spark's {@code image} data source: rows of pixels in OpenCV's order. */
final class ImageStruct {
  private static final int GREY = 1;
  private static final int BGR = 3;
  private static final int BGRA = 4;

  /** OpenCV's types of 8 bits a channel are multiples of this, less one channel. */
  private static final int TYPE_STEP = 8;

  private ImageStruct() {}

  static RgbImage read(Row image, int largestPixels) throws ImageException {
    int height = image.<Integer>getAs("height");
    int width = image.<Integer>getAs("width");
    int channels = image.<Integer>getAs("nChannels");
    int mode = image.<Integer>getAs("mode");
    byte[] data = image.getAs("data");
    if (width < 1 || height < 1 || data == null) {
      throw new ImageException(Reason.FORMAT, "Spark could not read it as an image");
    }
    if ((channels != GREY && channels != BGR && channels != BGRA)
        || mode != TYPE_STEP * (channels - 1)) {
      throw new ImageException(
          Reason.FORMAT,
          "it has %d channels of OpenCV's type %d, not 1, 3 or 4 of 8 bits"
              .formatted(channels, mode));
    }
    if ((long) width * height > largestPixels) {
      throw new ImageException(
          Reason.LIMIT, "it has more than %,d pixels".formatted(largestPixels));
    }
    if (data.length != (long) width * height * channels) {
      throw new ImageException(
          Reason.DAMAGED,
          "it has %d bytes, which are not %d x %d pixels".formatted(data.length, width, height));
    }
    return channels == GREY
        ? RgbImage.ofGrey(width, height, data)
        : RgbImage.ofBytes(width, height, rgb(data, channels));
  }

  private static byte[] rgb(byte[] data, int channels) {
    byte[] rgb = new byte[data.length / channels * 3];
    for (int from = 0, to = 0; from < data.length; from += channels, to += 3) {
      rgb[to] = data[from + 2];
      rgb[to + 1] = data[from + 1];
      rgb[to + 2] = data[from];
    }
    return rgb;
  }
}
