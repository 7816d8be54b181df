package dev.mien;

import dev.mien.expression.Emotion;
import dev.mien.expression.EmotionScores;
import dev.mien.expression.ExpressionModel;
import dev.mien.expression.Prediction;
import dev.mien.expression.PriorCorrection;
import dev.mien.face.AlignedFace;
import dev.mien.face.Face;
import dev.mien.face.FaceAligner;
import dev.mien.face.FaceDetector;
import dev.mien.face.FaceQuality;
import dev.mien.face.Landmarks;
import dev.mien.face.QualityAssessor;
import dev.mien.face.detection.CropCheck;
import dev.mien.face.detection.CropMode;
import dev.mien.geometry.Box;
import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import dev.mien.internal.Lifetime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of an image through Mien: faces are found, aligned and judged ({@link #prepare}); the
 * faces of one or more images are read together ({@link #finish}). Thread-safe.
 */
final class AnalysisPipeline implements AutoCloseable {
  /** Longest side up to which an image without a face may be a face as a whole. */
  private static final int CROP_SIDE = 256;

  private static final String NO_DETAIL =
      "no_detail: the picture is of one shade, there is no face to read in it";

  private final ImageReader reader;
  private final FaceDetector detector;
  private final ExpressionModel model;
  private final FaceAligner aligner;
  private final QualityAssessor assessor = new QualityAssessor();
  private final CropMode cropMode;
  private final double minFaceSize;
  private final double minConfidence;
  private final boolean withoutContempt;
  private final PriorCorrection prior;
  private final Lifetime lifetime = new Lifetime(MienClosedException::new);

  AnalysisPipeline(
      ImageReader reader,
      FaceDetector detector,
      ExpressionModel model,
      CropMode cropMode,
      double minFaceSize,
      double minConfidence,
      boolean withoutContempt,
      PriorCorrection prior) {
    this.reader = reader;
    this.detector = detector;
    this.model = model;
    this.aligner = new FaceAligner(model.card().alignment(), model.card().inputSize());
    this.cropMode = cropMode;
    this.minFaceSize = minFaceSize;
    this.minConfidence = minConfidence;
    this.withoutContempt = withoutContempt;
    this.prior = prior;
  }

  /** A face on its way: found, aligned and judged, but not yet read. */
  private record PreparedFace(
      Box box,
      @Nullable Landmarks landmarks,
      double score,
      AlignedFace aligned,
      FaceQuality quality) {}

  /** An image on its way; without pixels if it could not be read. */
  record Prepared(
      String source, @Nullable RgbImage image, List<PreparedFace> faces, @Nullable String error) {
    static Prepared failed(String source, String error) {
      return new Prepared(source, null, List.of(), error);
    }
  }

  /**
   * Does a whole piece of work, which {@link #close} waits for. Whatever uses the detector or the
   * model happens within one.
   *
   * @throws MienClosedException after {@link #close}
   */
  <T> T during(Supplier<T> work) {
    return lifetime.during(work);
  }

  ImageReader reader() {
    return reader;
  }

  ExpressionModel model() {
    return model;
  }

  /** The faces of an image that are large enough; none if images are faces themselves. */
  List<Face> detect(RgbImage image) {
    return largeEnough(search(image));
  }

  private List<Face> search(RgbImage image) {
    return cropMode == CropMode.ALWAYS ? List.of() : detector.detect(image);
  }

  /** Where the faces of the frame before are now. */
  List<Face> follow(RgbImage image, List<Face> before) {
    return largeEnough(detector.follow(image, before));
  }

  private List<Face> largeEnough(List<Face> faces) {
    return faces.stream()
        .filter(face -> Math.min(face.box().width(), face.box().height()) >= minFaceSize)
        .toList();
  }

  Prepared prepare(String source, RgbImage image) {
    List<Face> found = search(image);
    return prepare(source, image, largeEnough(found), found.isEmpty() && mayBeFace(image));
  }

  private Prepared prepare(String source, RgbImage image, List<Face> faces, boolean isFace) {
    List<PreparedFace> prepared = new ArrayList<>();
    for (Face face : faces) {
      AlignedFace aligned = aligner.align(image, face);
      FaceQuality quality = assessor.assess(image, face, aligned);
      prepared.add(new PreparedFace(face.box(), face.landmarks(), face.score(), aligned, quality));
    }
    if (isFace) {
      AlignedFace aligned = aligner.wholeImage(image);
      if (aligned.isFlat()) {
        return new Prepared(source, image, List.of(), NO_DETAIL);
      }
      Box box = new Box(0, 0, image.width(), image.height());
      prepared.add(
          new PreparedFace(box, null, 1, aligned, assessor.assessWholeImage(image, aligned)));
    }
    return new Prepared(source, image, prepared, null);
  }

  private boolean mayBeFace(RgbImage image) {
    return switch (cropMode) {
      case ALWAYS -> true;
      case AUTO ->
          Math.max(image.width(), image.height()) <= CROP_SIDE
              && Math.min(image.width(), image.height()) >= minFaceSize
              && CropCheck.isFace(image, detector);
      case NEVER -> false;
    };
  }

  ImageResult analyze(String source, RgbImage image) {
    return finish(List.of(prepare(source, image))).get(0);
  }

  /** Reads an image as the face that it is. */
  ImageResult analyzeCrop(RgbImage image) {
    return finish(List.of(prepare("", image, List.of(), true))).get(0);
  }

  /** Reads faces of a frame that were found already. */
  ImageResult analyze(RgbImage frame, List<Face> faces) {
    boolean isFace = cropMode == CropMode.ALWAYS;
    return finish(List.of(prepare("", frame, faces, isFace))).get(0);
  }

  /** Reads the faces of all images in one go. */
  List<ImageResult> finish(List<Prepared> images) {
    List<AlignedFace> faces =
        images.stream()
            .flatMap(image -> image.faces().stream())
            .map(PreparedFace::aligned)
            .toList();
    List<Prediction> predictions = faces.isEmpty() ? List.of() : model.predict(faces);
    List<ImageResult> results = new ArrayList<>(images.size());
    int next = 0;
    for (Prepared prepared : images) {
      List<FaceResult> found = new ArrayList<>();
      for (PreparedFace face : prepared.faces()) {
        found.add(result(face, predictions.get(next++)));
      }
      RgbImage image = prepared.image();
      results.add(
          image == null || prepared.error() != null
              ? ImageResult.failed(prepared.source(), String.valueOf(prepared.error()))
              : new ImageResult(prepared.source(), image.width(), image.height(), found, null));
    }
    return results;
  }

  private FaceResult result(PreparedFace face, Prediction prediction) {
    EmotionScores corrected = prior.apply(prediction.scores());
    EmotionScores scores = withoutContempt ? corrected.withoutContempt() : corrected;
    return new FaceResult(
        face.box(),
        face.landmarks(),
        face.score(),
        emotion(scores),
        scores,
        face.quality(),
        prediction,
        face.aligned());
  }

  /** The most probable expression, or null if its probability is too low to say. */
  @Nullable Emotion emotion(EmotionScores scores) {
    return scores.confidence() >= minConfidence ? scores.top() : null;
  }

  /** Waits for the work that is under way; only the first call does something. */
  @Override
  public void close() {
    if (lifetime.end()) {
      try (model) {
        detector.close();
      }
    }
  }
}
