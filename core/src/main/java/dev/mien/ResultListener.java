package dev.mien;

import dev.mien.image.RgbImage;
import org.jspecify.annotations.Nullable;

/**
 * Receives the results of {@link Mien#analyzeAll}, in the order of the images, on the calling
 * thread.
 */
@FunctionalInterface
public interface ResultListener {
  /**
   * One image is done.
   *
   * @param image its pixels, or null if it could not be read
   */
  void onResult(ImageResult result, @Nullable RgbImage image);
}
