package dev.mien.bench;

import dev.mien.ImageResult;
import dev.mien.Mien;
import dev.mien.expression.Prediction;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.face.AlignedFace;
import dev.mien.face.AlignmentTemplate;
import dev.mien.face.Face;
import dev.mien.face.FaceAligner;
import dev.mien.face.detection.BlazeFaceDetector;
import dev.mien.face.detection.DetectorMode;
import dev.mien.image.ImageReader;
import dev.mien.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Every station of one 640x480 photo with one face, on one thread. {@code reference} is the JDK's
 * own decoding of the same photo: compare against it rather than across machines.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AnalysisBenchmark {
  private final ImageReader reader = new ImageReader(ImageReader.DEFAULT_MAX_PIXELS);
  private byte[] jpeg;
  private RgbImage image;
  private Face face;
  private AlignedFace aligned;
  private FaceAligner aligner;
  private BlazeFaceDetector near;
  private BlazeFaceDetector far;
  private OnnxExpressionModel model;
  private OnnxExpressionModel small;
  private Mien mien;

  /** Prepares the photo and loads the models. */
  @Setup
  public void open() throws IOException {
    jpeg = BenchmarkPhotos.oneFace();
    image = reader.read(jpeg);
    near = new BlazeFaceDetector(DetectorMode.NEAR);
    far = new BlazeFaceDetector(DetectorMode.FAR);
    List<Face> faces = near.detect(image);
    if (faces.size() != 1) {
      throw new IllegalStateException("the photo should show one face, not " + faces.size());
    }
    face = faces.get(0);
    aligner = new FaceAligner(AlignmentTemplate.FER2013, 48);
    aligned = aligner.align(image, face);
    model = OnnxExpressionModel.open(InstalledModels.bytes("default"), "default", 1);
    small = OnnxExpressionModel.open(InstalledModels.bytes("small"), "small", 1);
    mien = Mien.builder().threads(1).open();
  }

  /** Frees the models. */
  @TearDown
  public void close() {
    near.close();
    far.close();
    model.close();
    small.close();
    mien.close();
  }

  @Benchmark
  public BufferedImage reference() throws IOException {
    return ImageIO.read(new ByteArrayInputStream(jpeg));
  }

  @Benchmark
  public RgbImage decode() throws IOException {
    return reader.read(jpeg);
  }

  @Benchmark
  public List<Face> detectNear() {
    return near.detect(image);
  }

  @Benchmark
  public List<Face> detectFar() {
    return far.detect(image);
  }

  @Benchmark
  public AlignedFace align() {
    return aligner.align(image, face);
  }

  @Benchmark
  public List<Prediction> classify01() {
    return model.predict(List.of(aligned));
  }

  @Benchmark
  public List<Prediction> classify01Small() {
    return small.predict(List.of(aligned));
  }

  @Benchmark
  public List<Prediction> classify08() {
    return model.predict(Collections.nCopies(8, aligned));
  }

  @Benchmark
  public List<Prediction> classify32() {
    return model.predict(Collections.nCopies(32, aligned));
  }

  @Benchmark
  public ImageResult wholeImage() throws IOException {
    return mien.analyze(jpeg);
  }
}
