package dev.mien.training.dataset;

import dev.mien.face.AlignmentTemplate;
import dev.mien.face.Face;
import dev.mien.face.FaceAligner;
import dev.mien.image.ImageException;
import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Turns image files into the grey crops of samples. Images up to {@value #LARGEST_CROP} pixels are
 * taken as crops of one face; in larger ones the face is found and aligned, as in any photo. A
 * larger one in which not exactly one face is found is taken for a crop, too. As thread-safe as the
 * detector.
 */
public final class FaceImages {
  private static final int LARGEST_CROP = 256;
  private static final Pattern NAME =
      Pattern.compile(
          ".+\\.(png|jpe?g|jfif|bmp|gif|tiff?|webp|pgm|ppm|heic|heif|avif)",
          Pattern.CASE_INSENSITIVE);

  private final ImageReader images;
  private final FaceAligner aligner = new FaceAligner(AlignmentTemplate.FER2013, Sample.SIZE);
  private final Function<RgbImage, List<Face>> detector;
  private final AtomicInteger squeezed = new AtomicInteger();

  /**
   * Reads images of any size and from any photo.
   *
   * @param images reads the files; formats that it does not know are reported as unreadable
   * @param detector finds the face in images that are more than a crop
   */
  public FaceImages(ImageReader images, Function<RgbImage, List<Face>> detector) {
    this.images = images;
    this.detector = detector;
  }

  /** How many larger images were taken for crops, because not exactly one face was found. */
  public int squeezed() {
    return squeezed.get();
  }

  /** Whether a file is an image, by its name. */
  static boolean isImage(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * The grey crop of an image's face, {@link Sample#SIZE} pixels high and wide.
   *
   * @throws ImageException if the file cannot be read
   */
  byte[] crop(Path file) throws ImageException {
    RgbImage image = images.read(file);
    if (Math.max(image.width(), image.height()) > LARGEST_CROP) {
      List<Face> faces = detector.apply(image);
      if (faces.size() == 1) {
        return aligner.align(image, faces.get(0)).grey();
      }
      squeezed.incrementAndGet();
    }
    return aligner.wholeImage(image).grey();
  }
}
