package dev.mien;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.expression.Emotion;
import dev.mien.expression.ExpressionModel;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.Prediction;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.ModelPrecision;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.face.AlignedFace;
import dev.mien.face.Face;
import dev.mien.face.FaceDetector;
import dev.mien.face.detection.CropMode;
import dev.mien.image.ImageException;
import dev.mien.image.RgbImage;
import dev.mien.output.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MienTest {
  private static Mien mien;

  @BeforeAll
  static void open() throws ModelException {
    mien = Mien.open();
  }

  @AfterAll
  static void close() {
    mien.close();
  }

  @Test
  void analyze_pathBytesAndPixels_giveTheSameNumbers() throws IOException {
    Path file = SamplePhotos.path(3);
    ImageResult fromPath = mien.analyze(file);
    ImageResult fromBytes = mien.analyze(Files.readAllBytes(file));
    ImageResult fromPixels = mien.analyze(SamplePhotos.read(3));
    assertThat(fromPath.source()).endsWith("sample3.jpg");
    assertThat(ResultJson.line(fromBytes)).isEqualTo(ResultJson.line(fromPixels));
    assertThat(facesOf(ResultJson.line(fromPath))).isEqualTo(facesOf(ResultJson.line(fromBytes)));
  }

  private static String facesOf(String json) {
    return json.substring(json.indexOf("\"faces\""));
  }

  @Test
  void analyzeAll_givesTheNumbersOfSingleCalls() throws ImageException {
    List<ImageResult> together = mien.analyzeAll(SamplePhotos.paths());
    for (int i = 0; i < together.size(); i++) {
      ImageResult alone = mien.analyze(SamplePhotos.path(i + 1));
      assertThat(together.get(i).faces()).hasSameSizeAs(alone.faces());
      for (int f = 0; f < alone.faces().size(); f++) {
        FaceResult expected = alone.faces().get(f);
        FaceResult actual = together.get(i).faces().get(f);
        assertThat(actual.box()).isEqualTo(expected.box());
        for (Emotion emotion : Emotion.values()) {
          assertThat(actual.scores().probability(emotion))
              .isCloseTo(expected.scores().probability(emotion), within(1e-5));
        }
      }
    }
  }

  /** Answers as another model does, and counts. */
  private static final class CountingModel implements ExpressionModel {
    private final ExpressionModel other;
    private int faces;
    private boolean closed;

    CountingModel(ExpressionModel other) {
      this.other = other;
    }

    @Override
    public ModelCard card() {
      return other.card();
    }

    @Override
    public List<Prediction> predict(List<AlignedFace> given) {
      faces += given.size();
      return other.predict(given);
    }

    @Override
    public void close() {
      closed = true;
      other.close();
    }
  }

  @Test
  void model_ofOnesOwn_isAskedAndClosed() throws IOException {
    CountingModel own =
        new CountingModel(OnnxExpressionModel.open(InstalledModels.read("small"), "small", 1));
    ImageResult result;
    try (Mien with = Mien.builder().model(own).open()) {
      result = with.analyze(SamplePhotos.path(3));
    }
    assertThat(own.faces).isEqualTo(result.faces().size()).isPositive();
    assertThat(own.closed).isTrue();
    try (Mien small = Mien.builder().model("small").open()) {
      assertThat(facesOf(ResultJson.line(result)))
          .isEqualTo(facesOf(ResultJson.line(small.analyze(SamplePhotos.path(3)))));
    }
  }

  @Test
  void analyzeAll_badFilesAmongGood_becomeRowsWithReasons(@TempDir Path folder) throws IOException {
    byte[] photo = Files.readAllBytes(SamplePhotos.path(1));
    Path cut =
        Files.write(folder.resolve("cut.jpg"), java.util.Arrays.copyOf(photo, photo.length / 2));
    Path text = Files.writeString(folder.resolve("text.jpg"), "not a picture");
    Path empty = Files.write(folder.resolve("empty.jpg"), new byte[0]);
    Path missing = folder.resolve("missing.jpg");
    List<ImageResult> results =
        mien.analyzeAll(
            List.of(cut, SamplePhotos.path(1), text, empty, missing, SamplePhotos.path(2)));
    assertThat(results)
        .extracting(ImageResult::hasError)
        .containsExactly(true, false, true, true, true, false);
    assertThat(results.get(0).error()).isEqualTo("the image is damaged or cut short");
    assertThat(results.get(3).error()).isEqualTo("the file is empty");
    assertThat(results.get(5).faces()).hasSize(3);
  }

  @Test
  void analyze_sixteenThreadsSharingOneMien_getTheSingleThreadedNumbers()
      throws InterruptedException, ExecutionException, ImageException {
    List<String> expected = new ArrayList<>();
    for (Path path : SamplePhotos.paths()) {
      expected.add(ResultJson.line(mien.analyze(path)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<String>> futures = new ArrayList<>();
      for (int i = 0; i < 48; i++) {
        Path path = SamplePhotos.path(i % 6 + 1);
        futures.add(threads.submit(() -> ResultJson.line(mien.analyze(path))));
      }
      for (int i = 0; i < futures.size(); i++) {
        assertThat(futures.get(i).get()).isEqualTo(expected.get(i % 6));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void analyzeCrop_searchesNothing() {
    ImageResult result = mien.analyzeCrop(RgbImage.ofGrey(48, 48, gradient(48, 48)));
    assertThat(result.faces()).hasSize(1);
    assertThat(result.faces().get(0).landmarks()).isNull();
    assertThat(result.faces().get(0).detectionScore()).isEqualTo(1);
  }

  @Test
  void analyze_largeImageWithoutAFace_hasNone() {
    assertThat(mien.analyze(RgbImage.ofGrey(300, 200, gradient(300, 200))).faces()).isEmpty();
  }

  private static byte[] gradient(int width, int height) {
    byte[] grey = new byte[width * height];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (255 * (i / width) / height);
    }
    return grey;
  }

  @Test
  void cropMode_alwaysAndNever_areObeyed() throws ModelException {
    RgbImage small = RgbImage.ofGrey(48, 48, gradient(48, 48));
    try (Mien never = Mien.builder().cropMode(CropMode.NEVER).open();
        Mien always = Mien.builder().cropMode(CropMode.ALWAYS).open()) {
      assertThat(never.analyze(small).faces()).isEmpty();
      ImageResult whole = always.analyze(SamplePhotos.read(1));
      assertThat(whole.faces()).hasSize(1);
      assertThat(whole.faces().get(0).box().width()).isEqualTo(1920);
    }
  }

  @Test
  void cropMode_auto_takesSmallPicturesForFacesOnlyIfOneIsFound() throws ModelException {
    byte[] square = new byte[64 * 64];
    Arrays.fill(square, (byte) 128);
    byte[] noise = new byte[64 * 64];
    new Random(1).nextBytes(noise);
    assertThat(mien.analyze(RgbImage.ofGrey(64, 64, square)).faces()).isEmpty();
    assertThat(mien.analyze(RgbImage.ofGrey(64, 64, noise)).faces()).isEmpty();
    RgbImage photo = SamplePhotos.read(1);
    FaceResult face = mien.analyze(photo).faces().get(0);
    ImageResult crop = mien.analyze(SamplePhotos.cut(photo, face.box()));
    assertThat(crop.faces()).hasSize(1);
    assertThat(crop.faces().get(0).label()).isEqualTo(face.label());
  }

  @Test
  void analyzeCrop_ofOneShade_isAnErrorAndNoFace() {
    byte[] square = new byte[64 * 64];
    Arrays.fill(square, (byte) 128);
    ImageResult result = mien.analyzeCrop(RgbImage.ofGrey(64, 64, square));
    assertThat(result.faces()).isEmpty();
    assertThat(result.error()).startsWith("no_detail");
  }

  @Test
  void minFaceSize_leavesSmallerFacesOut() throws ModelException {
    RgbImage image = SamplePhotos.read(1);
    List<Double> sizes =
        mien.analyze(image).faces().stream().map(face -> face.quality().size()).sorted().toList();
    try (Mien large = Mien.builder().minFaceSize(sizes.get(1)).open()) {
      assertThat(large.analyze(image).faces()).hasSize(2);
    }
  }

  @Test
  void minFaceSize_faceThatIsTooSmall_doesNotMakeItsPictureAFace() throws ModelException {
    RgbImage photo = SamplePhotos.read(1);
    FaceResult face = mien.analyze(photo).faces().get(0);
    RgbImage crop = SamplePhotos.cut(photo, face.box());
    FaceResult found = mien.analyze(crop).faces().get(0);
    assertThat(found.landmarks()).as("found by the detector").isNotNull();
    double size = Math.min(found.box().width(), found.box().height());
    try (Mien some = Mien.builder().minFaceSize(size).open();
        Mien none = Mien.builder().minFaceSize(size + 0.01).open()) {
      assertThat(some.analyze(crop).faces()).hasSize(1);
      assertThat(none.analyze(crop).faces()).isEmpty();
    }
  }

  @Test
  void minConfidence_one_callsEverythingUncertain() throws ModelException {
    try (Mien strict = Mien.builder().minConfidence(1).open()) {
      assertThat(strict.analyze(SamplePhotos.read(1)).faces())
          .filteredOn(face -> face.scores().confidence() < 1)
          .allSatisfy(face -> assertThat(face.label()).isEqualTo("uncertain"));
    }
  }

  @Test
  void withoutContempt_sevenProbabilitiesSumToOne() throws ModelException {
    try (Mien seven = Mien.builder().withoutContempt(true).open()) {
      for (FaceResult face : seven.analyze(SamplePhotos.read(5)).faces()) {
        assertThat(face.scores().probability(Emotion.CONTEMPT)).isZero();
        assertThat(face.scores().asMap().values().stream().mapToDouble(p -> p).sum())
            .isCloseTo(1, within(1e-4));
      }
    }
  }

  @Test
  void analyze_fileThatIsNotThere_namesItAndTheReason() {
    assertThatThrownBy(() -> mien.analyze(Path.of("nowhere.jpg")))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.reason()).isEqualTo(ImageException.Reason.FILE))
        .hasMessage("nowhere.jpg: there is no such file");
  }

  @Test
  void builder_wrongOptions_areRefusedWithASentence() {
    assertThatThrownBy(() -> Mien.builder().minConfidence(2))
        .hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> Mien.builder().threads(0)).hasMessageContaining("at least one thread");
    assertThatThrownBy(() -> Mien.builder().minFaceSize(-1)).hasMessageContaining("negative");
    assertThatThrownBy(() -> Mien.builder().model("nowhere").open())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void model_hasACardWithFigures() {
    assertThat(mien.model().figures()).isNotEmpty();
    assertThat(mien.model().uncertainBelow()).isBetween(0.1, 0.9);
  }

  @Test
  void row9_errorInOneImageOfABatch_isOneBadRow() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    FaceDetector failing =
        new FaceDetector() {
          @Override
          public List<Face> detect(RgbImage image) {
            if (calls.getAndIncrement() == 1) {
              throw new StackOverflowError("as a test");
            }
            return List.of();
          }

          @Override
          public void close() {}
        };
    try (Mien own = Mien.builder().detector(failing).threads(1).open()) {
      List<ImageResult> results = own.analyzeAll(SamplePhotos.paths());
      assertThat(results).hasSize(6);
      assertThat(results.stream().filter(ImageResult::hasError)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "small"})
  void precision_int8_readsTheSamplesAlmostAlike(String model) throws Exception {
    try (Mien exact = Mien.builder().model(model).open();
        Mien int8 = Mien.builder().model(model).precision(ModelPrecision.INT8).open()) {
      assertThat(int8.model().name()).isEqualTo(model + "-int8");
      for (int i = 1; i <= SamplePhotos.FACES.size(); i++) {
        List<FaceResult> expected = exact.analyze(SamplePhotos.read(i)).faces();
        List<FaceResult> actual = int8.analyze(SamplePhotos.read(i)).faces();
        assertThat(actual).hasSameSizeAs(expected);
        for (int f = 0; f < expected.size(); f++) {
          for (Emotion emotion : Emotion.values()) {
            assertThat(actual.get(f).scores().probability(emotion))
                .as("sample %d, face %d, %s", i, f, emotion)
                .isCloseTo(expected.get(f).scores().probability(emotion), within(0.12));
          }
        }
      }
    }
  }

  @Test
  void precision_int8OfAFile_isRefused() {
    assertThatThrownBy(
            () ->
                Mien.builder()
                    .model("src/main/resources/dev/mien/expression/models/small.onnx")
                    .precision(ModelPrecision.INT8)
                    .open())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("computes as it was made");
  }
}
