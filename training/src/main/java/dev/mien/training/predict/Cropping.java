package dev.mien.training.predict;

import dev.mien.face.AlignedFace;
import dev.mien.face.Face;
import dev.mien.face.FaceAligner;
import dev.mien.face.FaceDetector;
import dev.mien.geometry.Similarity;
import dev.mien.image.RgbImage;
import dev.mien.training.dataset.Sample;
import java.util.List;

/** How a sample of a data set, which is a crop already, becomes what a model reads. */
@FunctionalInterface
public interface Cropping {
  /** The square that the model reads. */
  AlignedFace crop(Sample sample);

  /** The pixels as they come: what figures are compared on. */
  static Cropping asItIs() {
    return sample -> new AlignedFace(Sample.SIZE, sample.pixels(), Similarity.IDENTITY);
  }

  /** As a photo would be treated: aligned where exactly one face is found, else as it is. */
  static Cropping aligned(FaceDetector detector, FaceAligner aligner) {
    return sample -> {
      RgbImage image = RgbImage.ofGrey(Sample.SIZE, Sample.SIZE, sample.pixels());
      List<Face> faces = detector.detect(image);
      return faces.size() == 1 ? aligner.align(image, faces.get(0)) : aligner.wholeImage(image);
    };
  }
}
