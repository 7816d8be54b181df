package dev.mien.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mien.ImageResult;
import dev.mien.Mien;
import dev.mien.SamplePhotos;
import dev.mien.ScriptedFrames;
import dev.mien.event.ExpressionEvent;
import dev.mien.expression.ModelException;
import dev.mien.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class OutputTest {
  private static Mien mien;
  private static ImageResult result;

  @BeforeAll
  static void analyze() throws ModelException {
    mien = Mien.open();
    result = mien.analyze(SamplePhotos.read(1));
  }

  @AfterAll
  static void close() {
    mien.close();
  }

  @Test
  void json_ofAFace_holdsTheWholeContract() throws IOException {
    JsonNode json = new ObjectMapper().readTree(ResultJson.line(result));
    assertThat(json.get("schema").asInt()).isEqualTo(1);
    assertThat(json.get("width").asInt()).isEqualTo(1920);
    JsonNode face = json.get("faces").get(0);
    assertThat(face.fieldNames())
        .toIterable()
        .containsExactly(
            "box",
            "landmarks",
            "detection_score",
            "emotion",
            "probabilities",
            "ambiguity",
            "valence",
            "arousal",
            "quality");
    assertThat(face.get("probabilities").size()).isEqualTo(8);
    assertThat(face.get("landmarks").size()).isEqualTo(6);
    assertThat(face.get("quality").get("reasons").isArray()).isTrue();
  }

  @Test
  void json_ofAFailure_holdsTheReasonAlone() {
    assertThat(ResultJson.line(ImageResult.failed("a \"b\".jpg", "it is empty")))
        .isEqualTo("{\"schema\":1,\"source\":\"a \\\"b\\\".jpg\",\"error\":\"it is empty\"}");
  }

  @Test
  void rounded_numbers_arePlain() {
    assertThat(Rounding.text(1.0 / 3, 6)).isEqualTo("0.333333");
    assertThat(Rounding.text(100, 2)).isEqualTo("100");
    assertThat(Rounding.text(-0.0000001, 6)).isEqualTo("0");
    assertThat(Rounding.text(1e-7, 6)).isEqualTo("0");
  }

  @Test
  void csv_hasOneRowPerFaceWithEveryColumn() {
    int columns = ResultCsv.header().split(",").length;
    List<String> rows = ResultCsv.rows(result);
    assertThat(rows).hasSize(3).allSatisfy(row -> assertThat(row.split(",", -1)).hasSize(columns));
  }

  @Test
  void csv_ofAFailure_quotesWhatNeedsIt() {
    String row = ResultCsv.rows(ImageResult.failed("=a,\"b\".jpg", "no")).get(0);
    assertThat(row).startsWith("\"'=a,\"\"b\"\".jpg\",").endsWith(",no");
  }

  @Test
  void row18_csvCellsThatBeginAFormula_areTexts() {
    for (String begin : new String[] {"=", "+", "-", "@", "\t", "\r", "\n"}) {
      String row = ResultCsv.rows(ImageResult.failed(begin + "1", "no")).get(0);
      assertThat(row.replaceFirst("^\"", "")).startsWith("'" + begin);
    }
    assertThat(ResultCsv.rows(result).get(0)).doesNotContain("'");
  }

  @Test
  void csv_withoutAFace_keepsTheImage() {
    List<String> rows = ResultCsv.rows(new ImageResult("x.jpg", 10, 20, List.of(), null));
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0)).startsWith("x.jpg,10,20,,");
  }

  @Test
  void frameCsv_hasOneRowPerFaceOrOneWithTheTimeAlone() {
    int columns = FrameCsv.header().split(",").length;
    FrameCsv csv = new FrameCsv("=a.mp4", "base", "1.0");
    List<String> rows = csv.rows(3, ScriptedFrames.frame(3, Map.of(1, 0.25, 2, 0.75), List.of()));
    assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row.split(",", -1)).hasSize(columns));
    assertThat(rows.get(1))
        .startsWith("'=a.mp4,3,0.3,,2,640,480,200,100,80,80,0.9,anger,0.25,")
        .endsWith(",base,1.0");
    List<String> none = csv.rows(4, ScriptedFrames.frame(4, Map.of(), List.of(1)));
    assertThat(none).hasSize(1);
    assertThat(none.get(0).split(",", -1)).hasSize(columns);
    assertThat(none.get(0)).startsWith("'=a.mp4,4,0.4,,,640,480,,");
  }

  @Test
  void eventJson_saysWhatWhenAndWho() {
    assertThat(
            ResultJson.line(
                new ExpressionEvent(
                    "help", ExpressionEvent.Kind.STARTED, Duration.ofMillis(3100), 2, 0.75)))
        .isEqualTo(
            "{\"schema\":1,\"event\":\"help\",\"kind\":\"started\",\"time\":3.1,"
                + "\"track\":2,\"value\":0.75}");
  }

  @Test
  void annotate_drawsOnACopyOfTheSameSize() {
    RgbImage image = SamplePhotos.read(1);
    BufferedImage picture = new Annotator(true).annotate(image, result);
    assertThat(picture.getWidth()).isEqualTo(1920);
    assertThat(picture.getHeight()).isEqualTo(1280);
    assertThat(differences(image, picture)).isGreaterThan(20_000);
  }

  @Test
  void annotate_withoutFaces_changesNothing() {
    RgbImage image = RgbImage.ofGrey(300, 300, new byte[90_000]);
    ImageResult none = new ImageResult("", 300, 300, List.of(), null);
    assertThat(differences(image, new Annotator(false).annotate(image, none))).isZero();
  }

  @Test
  void annotate_tinyPicture_isEnlargedUntilTextHasRoom() {
    RgbImage image = RgbImage.ofGrey(48, 48, new byte[48 * 48]);
    ImageResult small = mien.analyze(image);
    assertThat(new Annotator(true).annotate(image, small).getWidth()).isEqualTo(336);
  }

  private static int differences(RgbImage image, BufferedImage picture) {
    int count = 0;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        count += (picture.getRGB(x, y) >> 16 & 0xff) == image.sample(x, y, 0) ? 0 : 1;
      }
    }
    return count;
  }

  @Test
  void csv_anySource_canBeReadBack() {
    for (String source : List.of("a.jpg", "=a.jpg", "'=a.jpg", "''-a.jpg", "'a.jpg", "")) {
      String row = ResultCsv.rows(ImageResult.failed(source, "no")).get(0);
      String cell = row.substring(0, row.indexOf(','));
      assertThat(cell).doesNotStartWith("=");
      assertThat(ResultCsv.source(cell)).isEqualTo(source);
    }
  }
}
