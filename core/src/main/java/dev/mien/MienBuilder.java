package dev.mien;

import dev.mien.expression.ClassPrior;
import dev.mien.expression.ExpressionModel;
import dev.mien.expression.ModelException;
import dev.mien.expression.PriorCorrection;
import dev.mien.expression.onnx.BatchingExpressionModel;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.ModelPrecision;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.face.FaceDetector;
import dev.mien.face.detection.BlazeFaceDetector;
import dev.mien.face.detection.CropMode;
import dev.mien.face.detection.DetectorMode;
import dev.mien.image.ImageDecoder;
import dev.mien.image.ImageReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Options of a {@link Mien}. All of them have good defaults. Not thread-safe. */
public final class MienBuilder {
  private String model = InstalledModels.DEFAULT;
  private ModelPrecision precision = ModelPrecision.FP32;
  private @Nullable ExpressionModel ownModel;
  private @Nullable FaceDetector detector;
  private DetectorMode detectorMode = DetectorMode.AUTO;
  private CropMode cropMode = CropMode.AUTO;
  private double minFaceSize;
  private @Nullable Double minConfidence;
  private boolean withoutContempt;
  private @Nullable ClassPrior prior;
  private boolean estimatePrior;
  private int threads = Runtime.getRuntime().availableProcessors();
  private @Nullable Duration batchWait;
  private final List<ImageDecoder> decoders = new ArrayList<>();
  private long maxPixels = ImageReader.DEFAULT_MAX_PIXELS;
  private Duration imageDeadline = ImageReader.DEFAULT_DEADLINE;

  MienBuilder() {}

  /**
   * The expression model: the name of an installed one ({@code default}, {@code base}, …) or the
   * path of a file that {@code mien export} wrote.
   */
  public MienBuilder model(String nameOrPath) {
    model = nameOrPath;
    ownModel = null;
    return this;
  }

  /**
   * In which numbers an installed model computes; {@link ModelPrecision#FP32} unless set. With a
   * file of your own, {@link ModelPrecision#INT8} cannot be opened: it computes as it was made. It
   * does not reach an {@link ExpressionModel} of your own.
   */
  public MienBuilder precision(ModelPrecision modelPrecision) {
    precision = Objects.requireNonNull(modelPrecision);
    return this;
  }

  /**
   * An expression model of your own in place of an installed one; closed together with the {@link
   * Mien}, but not if that cannot be opened. Its card says how faces are aligned for it and below
   * which confidence it is uncertain; {@link #threads} does not reach it.
   */
  public MienBuilder model(ExpressionModel own) {
    ownModel = own;
    return this;
  }

  /** How hard to look for small faces; {@link DetectorMode#AUTO} unless set. */
  public MienBuilder detectorMode(DetectorMode mode) {
    detectorMode = mode;
    return this;
  }

  /** A face detector of your own in place of BlazeFace; closed together with the {@link Mien}. */
  public MienBuilder detector(FaceDetector ownDetector) {
    detector = ownDetector;
    return this;
  }

  /**
   * Whether images may be taken for faces that were cut out already; {@link CropMode#AUTO} unless
   * set.
   */
  public MienBuilder cropMode(CropMode mode) {
    cropMode = mode;
    return this;
  }

  /**
   * Faces whose box is narrower or lower than this many pixels are left out; 0 (all are kept)
   * unless set. {@link CropMode#ALWAYS} keeps pictures of any size.
   */
  public MienBuilder minFaceSize(double pixels) {
    require(pixels >= 0, "the minimum face size must not be negative");
    minFaceSize = pixels;
    return this;
  }

  /**
   * The probability, 0 to 1, below which the label is {@code uncertain}; the model's card says
   * unless set.
   */
  public MienBuilder minConfidence(double probability) {
    require(
        probability >= 0 && probability <= 1, "the minimum confidence must lie between 0 and 1");
    minConfidence = probability;
    return this;
  }

  /**
   * Leaves contempt out and scales the other seven probabilities to sum to 1, to compare with
   * seven-class systems.
   */
  public MienBuilder withoutContempt(boolean without) {
    withoutContempt = without;
    return this;
  }

  /**
   * How often each expression occurs among the people whom this {@link Mien} will see, where that
   * is known to differ from the web photos that the model was trained on; {@link
   * ClassPrior#uniform()} for posed pictures. Unless set, answers stay as the model gives them. The
   * model's own probabilities stay in {@link dev.mien.expression.Prediction#scores()}.
   *
   * @see ClassPrior#estimate
   */
  public MienBuilder prior(ClassPrior expected) {
    prior = expected;
    estimatePrior = false;
    return this;
  }

  /**
   * Estimates how often each expression occurs from the latest 4,096 faces that this {@link Mien}
   * has seen, and corrects answers by that. Answers so depend on those before them; for a set of
   * images that is at hand as a whole, {@link ClassPrior#estimate} and {@link #prior} give every
   * image the same correction. Off unless set.
   */
  public MienBuilder estimatePrior() {
    prior = null;
    estimatePrior = true;
    return this;
  }

  /** How many threads one call may keep busy; all processors unless set. */
  public MienBuilder threads(int count) {
    require(count >= 1, "there must be at least one thread");
    threads = count;
    return this;
  }

  /**
   * Reads faces of concurrent calls together; a face waits at most this long for others. For
   * servers. Off unless set.
   */
  public MienBuilder batchWait(Duration wait) {
    require(!wait.isNegative(), "the batch wait must not be negative");
    batchWait = wait;
    return this;
  }

  /**
   * Width times height beyond which an image is refused before it is decoded; 120 million unless
   * set.
   */
  public MienBuilder maxPixels(long pixels) {
    require(pixels >= 1, "the pixel limit must be positive");
    maxPixels = pixels;
    return this;
  }

  /**
   * How long one image may take to decode; 10 seconds unless set. An image that takes longer is
   * refused, and its thread is free again.
   */
  public MienBuilder imageDeadline(Duration deadline) {
    require(!deadline.isNegative() && !deadline.isZero(), "the image deadline must be positive");
    imageDeadline = deadline;
    return this;
  }

  /**
   * Adds a decoder of image formats that Mien does not read by itself, which are JPEG, PNG, GIF,
   * BMP, WebP and TIFF. None unless added.
   */
  public MienBuilder imageDecoder(ImageDecoder decoder) {
    decoders.add(decoder);
    return this;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * Loads the models.
   *
   * @throws ModelException if the model file cannot be used; the sentence says what is wrong
   */
  public Mien open() throws ModelException {
    // Beside the expression model: together they are most of what a first answer waits for.
    CompletableFuture<FaceDetector> faceDetector =
        detector == null
            ? CompletableFuture.supplyAsync(() -> new BlazeFaceDetector(detectorMode, threads))
            : CompletableFuture.completedFuture(detector);
    try {
      ExpressionModel expressionModel = expressionModel();
      try {
        return open(expressionModel, faceDetector);
      } catch (ModelException | RuntimeException e) {
        closeOwned(expressionModel);
        throw e;
      }
    } catch (ModelException | RuntimeException e) {
      if (detector == null) {
        closeQuietly(faceDetector, e);
      }
      throw e;
    }
  }

  /** A model of the caller's stays open; what was put around it does not. */
  private void closeOwned(ExpressionModel expressionModel) {
    if (ownModel == null) {
      expressionModel.close();
    } else if (expressionModel != ownModel
        && expressionModel instanceof BatchingExpressionModel batching) {
      batching.end();
    }
  }

  private ExpressionModel expressionModel() throws ModelException {
    ExpressionModel expressionModel = ownModel == null ? namedModel() : ownModel;
    return batchWait == null
        ? expressionModel
        : new BatchingExpressionModel(expressionModel, batchWait);
  }

  private ExpressionModel namedModel() throws ModelException {
    String chosen = InstalledModels.inPrecision(model, precision);
    return OnnxExpressionModel.open(InstalledModels.read(chosen), chosen, threads);
  }

  private Mien open(ExpressionModel expressionModel, CompletableFuture<FaceDetector> faceDetector)
      throws ModelException {
    PriorCorrection correction = correction(expressionModel);
    double threshold =
        minConfidence == null ? expressionModel.card().uncertainBelow() : minConfidence;
    return new Mien(
        new AnalysisPipeline(
            new ImageReader(maxPixels, imageDeadline, decoders),
            Mien.join(faceDetector),
            expressionModel,
            cropMode,
            minFaceSize,
            threshold,
            withoutContempt,
            correction),
        threads);
  }

  private static void closeQuietly(CompletableFuture<FaceDetector> loading, Exception failure) {
    try {
      Mien.join(loading).close();
    } catch (RuntimeException e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  private PriorCorrection correction(ExpressionModel expressionModel) throws ModelException {
    if (prior != null) {
      return PriorCorrection.to(prior, expressionModel.card());
    }
    return estimatePrior
        ? PriorCorrection.estimated(expressionModel.card())
        : PriorCorrection.none();
  }
}
