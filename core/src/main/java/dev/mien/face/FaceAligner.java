package dev.mien.face;

import dev.mien.geometry.Point;
import dev.mien.geometry.Similarity;
import dev.mien.image.RgbImage;
import dev.mien.image.Sampling;

/**
 * Cuts faces out and turns them upright, so that eyes, nose and mouth lie as near to a template as
 * rotation, scaling and shifting allow. The one pre-processing path: training reads its images
 * through it too. Thread-safe.
 */
public final class FaceAligner {
  /** More samples per pixel and axis than this add time and nothing that shows. */
  private static final int MAX_SAMPLES = 8;

  private final AlignmentTemplate template;
  private final int size;

  /**
   * @param size side of the aligned square in pixels
   */
  public FaceAligner(AlignmentTemplate template, int size) {
    this.template = template;
    this.size = size;
  }

  /** Aligns one face; what lies outside the image continues its border. */
  public AlignedFace align(RgbImage image, Face face) {
    Similarity toSquare = Similarity.fit(face.landmarks().inner(), template.scaledTo(size));
    return cut(image, toSquare.inverse());
  }

  /**
   * Takes the whole image (the largest centred square of it) for a face that was cut out already.
   */
  public AlignedFace wholeImage(RgbImage image) {
    double side = Math.min(image.width(), image.height());
    double step = side / size;
    return cut(
        image, new Similarity(step, 0, (image.width() - side) / 2, (image.height() - side) / 2));
  }

  private AlignedFace cut(RgbImage image, Similarity toImage) {
    int samples = (int) Math.min(MAX_SAMPLES, Math.max(1, Math.ceil(toImage.scale() - 0.01)));
    byte[] grey = new byte[size * size];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double sum = 0;
        for (int sy = 0; sy < samples; sy++) {
          for (int sx = 0; sx < samples; sx++) {
            Point source =
                toImage.apply(new Point(x + (sx + 0.5) / samples, y + (sy + 0.5) / samples));
            sum += Sampling.luma(image, source.x(), source.y());
          }
        }
        grey[y * size + x] = (byte) Math.round(sum / (samples * samples));
      }
    }
    return new AlignedFace(size, grey, toImage);
  }
}
