package dev.mien.expression.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.expression.AttentionMap;
import dev.mien.expression.ModelCard;
import dev.mien.expression.ModelException;
import dev.mien.expression.Prediction;
import dev.mien.face.AlignedFace;
import dev.mien.geometry.Similarity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OnnxExpressionModelTest {
  private static OnnxExpressionModel model;

  @BeforeAll
  static void open() throws ModelException {
    model = OnnxExpressionModel.open(InstalledModels.bytes("default"), "default", 2);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static List<AlignedFace> faces(int count) {
    SplittableRandom random = new SplittableRandom(11);
    List<AlignedFace> faces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] grey = new byte[48 * 48];
      int phase = random.nextInt(48);
      for (int p = 0; p < grey.length; p++) {
        int row = p / 48;
        int column = p % 48;
        grey[p] = (byte) (128 + 90 * Math.sin((column + phase) / 5.0) * Math.cos(row / (3.0 + i)));
      }
      faces.add(new AlignedFace(48, grey, Similarity.IDENTITY));
    }
    return faces;
  }

  @Test
  void predict_aBatch_givesTheNumbersOfSingles() {
    List<AlignedFace> faces = faces(37);
    List<Prediction> together = model.predict(faces);
    assertThat(together).hasSize(37);
    for (int i = 0; i < faces.size(); i++) {
      Prediction alone = model.predict(List.of(faces.get(i))).get(0);
      assertThat(together.get(i).logits()).containsExactly(alone.logits(), within(1e-4f));
      assertThat(together.get(i).embedding()).containsExactly(alone.embedding(), within(1e-4f));
    }
  }

  @Test
  void predict_anyFace_isConsistent() {
    for (Prediction prediction : model.predict(faces(5))) {
      int top = 0;
      for (int i = 1; i < prediction.logits().length; i++) {
        top = prediction.logits()[i] > prediction.logits()[top] ? i : top;
      }
      assertThat(prediction.scores().top().ordinal()).isEqualTo(top);
      float sum = 0;
      for (float probability : prediction.fer2013Probabilities()) {
        sum += probability;
      }
      assertThat(sum).isCloseTo(1, within(1e-4f));
      double attention = 0;
      AttentionMap map = prediction.attention();
      for (int i = 0; i < map.width() * map.height(); i++) {
        attention += map.weight(i % map.width(), i / map.width());
      }
      assertThat(attention).isCloseTo(1, within(1e-3));
      assertThat(map.relativeWeightAt(0.5, 0.5)).isBetween(0.0, 1.0);
    }
  }

  @Test
  void predict_nothing_isNothing() {
    assertThat(model.predict(List.of())).isEmpty();
  }

  @Test
  void predict_wrongSize_isRefused() {
    AlignedFace large = new AlignedFace(64, new byte[64 * 64], Similarity.IDENTITY);
    assertThatThrownBy(() -> model.predict(List.of(large)))
        .hasMessageContaining("48 pixels, not 64");
  }

  @Test
  void open_notAModel_saysSo() {
    assertThatThrownBy(
            () ->
                OnnxExpressionModel.open("nonsense".getBytes(StandardCharsets.UTF_8), "x.onnx", 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("x.onnx is not a model");
  }

  @Test
  void open_damagedModels_areRefused() {
    byte[] bytes = InstalledModels.bytes("default");
    for (int tenth = 0; tenth < 10; tenth++) {
      byte[] part = Arrays.copyOf(bytes, (int) ((long) bytes.length * tenth / 10));
      assertThatThrownBy(() -> OnnxExpressionModel.open(part, "part", 1))
          .isInstanceOf(ModelException.class);
    }
  }

  @Test
  void open_missingFile_saysSo() {
    assertThatThrownBy(() -> OnnxExpressionModel.open(Path.of("nowhere.onnx"), 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("nowhere.onnx cannot be read");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"schema\" : 1', '\"schema\" : 2', version 2",
    "'\"neutral\", \"happiness\"', '\"happiness\", \"neutral\"', its labels are",
    "'\"input_size\" : 48', '\"input_size\" : 4', its input size is 4",
    "'\"licence\"', '\"licens\"', licence is missing or is not a text",
    "'\"schema\" : 1', '\"schema\" : 1.5', schema is missing or is not a whole number",
    "'\"schema\" : 1', '\"schema\" : 4294967297', schema is missing or is not a small whole number",
    "'\"input_size\" : 48', '\"input_size\" : \"48\"', input_size is missing or is not a whole number",
    "'\"nose\" : {', '\"nose\" : 7, \"chin\" : {', nose is missing or is not an object",
    "'\"labels\" : [', '\"labels\" : [ 7, ', labels is missing or is not a list of the right kind",
    "'\"figures\" : [', '\"figures\" : [ null, ', figures is missing or is not a list of the right kind",
    "'\"prior\" : [', '\"prior\" : null, \"posterior\" : [', prior is missing or is not a list",
  })
  void parse_cardThatDoesNotFit_saysWhatIsWrong(String part, String replacement, String message) {
    String card = model.card().toJson();
    assertThat(card).contains(part);
    assertThatThrownBy(() -> ModelCard.parse(card.replace(part, replacement)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void parse_damagedJson_saysWhere() {
    String card = model.card().toJson();
    assertThatThrownBy(() -> ModelCard.parse(card.substring(0, card.length() / 2)))
        .isInstanceOf(ModelException.class)
        .hasMessageMatching("its card cannot be understood: .* \\(line \\d+, column \\d+\\)");
  }

  /** These names have one hash in Jackson's table of names, which a JVM's parsers share. */
  @Test
  void parse_namesOfOneHash_doNotHarmOtherCards() throws ModelException {
    String card = model.card().toJson();
    StringBuilder alike = new StringBuilder("{");
    for (int i = 0; i < 1024; i++) {
      alike.append('"');
      for (int bit = 0; bit < 10; bit++) {
        alike.append((i >> bit & 1) == 0 ? "Bb" : "CA");
      }
      alike.append("\" : 0, ");
    }
    String crafted = card.replaceFirst("\\{", alike.toString());
    StringBuilder many = new StringBuilder("{");
    for (int i = 0; i < 500; i++) {
      many.append("\"unknown").append(i).append("\" : 0, ");
    }
    for (int i = 0; i < 20; i++) {
      assertThat(ModelCard.parse(crafted)).isEqualTo(model.card());
      assertThat(ModelCard.parse(card.replaceFirst("\\{", many.toString())))
          .isEqualTo(model.card());
    }
  }

  @Test
  void parse_ownJson_isTheSameCard() throws ModelException {
    assertThat(ModelCard.parse(model.card().toJson())).isEqualTo(model.card());
  }

  @Test
  void installedModels_areIntact() {
    for (String name : InstalledModels.namesOfForms()) {
      assertThat(InstalledModels.sha256(InstalledModels.bytes(name)))
          .isEqualTo(InstalledModels.expectedSha256(name));
    }
    assertThatThrownBy(() -> InstalledModels.bytes("nothing"))
        .hasMessageContaining("installed are");
  }

  @Test
  void inPrecision_ofAnInstalledModel_namesItsForm() throws ModelException {
    assertThat(InstalledModels.inPrecision("small", ModelPrecision.FP32)).isEqualTo("small");
    assertThat(InstalledModels.inPrecision("small", ModelPrecision.INT8)).isEqualTo("small-int8");
    assertThat(InstalledModels.inPrecision("default", ModelPrecision.INT8)).isEqualTo("base-int8");
    assertThat(InstalledModels.inPrecision("base-int8", ModelPrecision.INT8))
        .isEqualTo("base-int8");
    assertThat(InstalledModels.inPrecision("base-int8", ModelPrecision.FP32))
        .isEqualTo("base-int8");
    assertThat(InstalledModels.inPrecision("small", ModelPrecision.AUTO)).startsWith("small");
  }

  @Test
  void inPrecision_ofAFile_isTheFileOrRefused() throws ModelException {
    String file = "src/main/resources/dev/mien/expression/models/small-int8.onnx";
    assertThat(InstalledModels.inPrecision(file, ModelPrecision.AUTO)).isEqualTo(file);
    assertThatThrownBy(() -> InstalledModels.inPrecision(file, ModelPrecision.INT8))
        .hasMessage(
            "precision int8 chooses a form of an installed model; "
                + file
                + " computes as it was made");
    assertThatThrownBy(() -> InstalledModels.inPrecision("nothing-int8", ModelPrecision.INT8))
        .hasMessageContaining(
            "there is no model \"nothing-int8\": installed are [base, base-int8,");
  }
}
