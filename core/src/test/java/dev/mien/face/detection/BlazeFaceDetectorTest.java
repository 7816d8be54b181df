package dev.mien.face.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.SamplePhotos;
import dev.mien.face.AlignedFace;
import dev.mien.face.AlignmentTemplate;
import dev.mien.face.Face;
import dev.mien.face.FaceAligner;
import dev.mien.face.Landmarks;
import dev.mien.geometry.Box;
import dev.mien.image.RgbImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BlazeFaceDetectorTest {
  private static BlazeFaceDetector detector;

  @BeforeAll
  static void open() {
    detector = new BlazeFaceDetector(DetectorMode.AUTO);
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  @ParameterizedTest
  @EnumSource(DetectorMode.class)
  void detect_samplePhotos_findsAllFacesAndNothingElse(DetectorMode mode) {
    try (BlazeFaceDetector own = new BlazeFaceDetector(mode)) {
      for (int i = 1; i <= SamplePhotos.FACES.size(); i++) {
        assertThat(own.detect(SamplePhotos.read(i)))
            .as("sample %d, %s", i, mode)
            .hasSize(SamplePhotos.FACES.get(i - 1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16})
  void detect_onSeveralThreads_seesTheSame(int threads) {
    try (BlazeFaceDetector own = new BlazeFaceDetector(DetectorMode.FAR, threads);
        BlazeFaceDetector one = new BlazeFaceDetector(DetectorMode.FAR)) {
      for (int i = 1; i <= SamplePhotos.FACES.size(); i++) {
        assertThat(own.detect(SamplePhotos.read(i))).isEqualTo(one.detect(SamplePhotos.read(i)));
      }
    }
  }

  @Test
  void detect_anyFace_hasItsKeyPointsInOrder() {
    for (Face face : detector.detect(SamplePhotos.read(4))) {
      Landmarks points = face.landmarks();
      assertThat(points.rightEye().x()).isLessThan(points.leftEye().x());
      assertThat(points.rightEye().y()).isLessThan(points.mouth().y());
      assertThat(face.box().intersectionArea(Box.around(points.nose(), 2))).isPositive();
      assertThat(face.score()).isBetween(0.5, 1.0);
    }
  }

  @Test
  void detect_faces_comeFromLeftToRight() {
    List<Double> lefts =
        detector.detect(SamplePhotos.read(5)).stream().map(face -> face.box().left()).toList();
    assertThat(lefts).isSorted();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6})
  void detect_mirroredPhoto_findsTheMirroredBoxes(int number) {
    RgbImage image = SamplePhotos.read(number);
    List<Face> faces = detector.detect(image);
    List<Face> mirrored = detector.detect(SamplePhotos.mirrored(image));
    assertThat(mirrored).hasSameSizeAs(faces);
    for (int i = 0; i < faces.size(); i++) {
      Box box = faces.get(i).box();
      Box expected = new Box(image.width() - box.right(), box.top(), box.width(), box.height());
      Box actual = mirrored.get(faces.size() - 1 - i).box();
      assertThat(actual.intersectionOverUnion(expected)).isGreaterThan(0.8);
    }
  }

  /**
   * On these backgrounds the network sees a large face from afar, which its second look refuses.
   */
  @ParameterizedTest
  @ValueSource(longs = {47, 48, 136, 146})
  void detect_smallFaceBesideALargeFalseOne_isFound(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BufferedImage colours = new BufferedImage(4, 3, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 12; i++) {
      colours.setRGB(i % 4, i / 4, random.nextInt(1 << 24));
    }
    BufferedImage picture = new BufferedImage(1920, 1280, BufferedImage.TYPE_3BYTE_BGR);
    BufferedImage face = SamplePhotos.read(1).toBufferedImage().getSubimage(1405, 182, 320, 320);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(colours, 0, 0, 1920, 1280, null);
    graphics.drawImage(face, 500, 40, 130, 130, null);
    graphics.dispose();
    assertThat(detector.detect(RgbImage.of(picture))).hasSize(1);
  }

  @Test
  void detect_emptyOrNoisyPictures_findsNothing() {
    SplittableRandom random = new SplittableRandom(7);
    byte[] noise = new byte[3 * 300 * 200];
    random.nextBytes(noise);
    assertThat(detector.detect(RgbImage.ofBytes(300, 200, noise))).isEmpty();
    assertThat(detector.detect(RgbImage.ofGrey(640, 480, new byte[640 * 480]))).isEmpty();
    assertThat(detector.detect(RgbImage.ofGrey(1, 1, new byte[1]))).isEmpty();
    assertThat(detector.detect(RgbImage.ofGrey(20_000, 1, new byte[20_000]))).isEmpty();
  }

  @Test
  void align_anyFace_bringsTheEyesToTheTemplate() {
    RgbImage image = SamplePhotos.read(2);
    FaceAligner aligner = new FaceAligner(AlignmentTemplate.FER2013, 48);
    for (Face face : detector.detect(image)) {
      AlignedFace aligned = aligner.align(image, face);
      Landmarks inSquare = face.landmarks().map(aligned.toImage().inverse());
      // A similarity has four degrees of freedom, the template eight numbers: the rest is the shape
      // of the face.
      assertThat(inSquare.rightEye().middle(inSquare.leftEye()).y())
          .isCloseTo(0.385 * 48, within(5.0));
      assertThat(inSquare.rightEye().middle(inSquare.leftEye()).x()).isCloseTo(24, within(6.0));
      assertThat(aligned.grey()).hasSize(48 * 48);
    }
  }
}
