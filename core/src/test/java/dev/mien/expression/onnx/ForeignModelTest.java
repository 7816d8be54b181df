package dev.mien.expression.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.expression.ModelException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 12 of the hardening: model files of unknown origin. */
final class ForeignModelTest {
  private static void assertRefused(TinyOnnx model, String sentence) {
    byte[] bytes = model.build();
    assertThatThrownBy(() -> OnnxExpressionModel.open(bytes, "x", 1, Duration.ofSeconds(2)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void row12_modelOfAnotherMaker_thatKeepsTheRules_isOpened() throws ModelException {
    try (OnnxExpressionModel model = OnnxExpressionModel.open(new TinyOnnx().build(), "x", 1)) {
      assertThat(model.card().inputSize()).isEqualTo(48);
    }
  }

  @Test
  void row12_weightsInOtherFiles_areRefused() {
    assertRefused(new TinyOnnx().externalWeight("pom.xml"), "names other files");
  }

  @Test
  void row12_loopWithoutEnd_isEndedAndRefused() {
    assertRefused(new TinyOnnx().endlessLoop(), "did not answer within 2000 ms");
  }

  @ParameterizedTest
  @CsvSource({"probabilities, 7", "logits, 9", "probabilities_fer2013, 8", "attention, 5"})
  void row12_outputOfAnotherShape_isRefused(String output, int width) {
    assertRefused(new TinyOnnx().answer(output, new float[width]), "its output " + output);
  }

  @ParameterizedTest
  @ValueSource(strings = {"probabilities", "logits", "embedding", "attention"})
  void row12_outputThatIsNoNumber_isRefused(String output) {
    float[] values = new float[output.equals("attention") ? 4 : 8];
    values[1] = Float.NaN;
    assertRefused(new TinyOnnx().answer(output, values), "is not a finite number");
  }

  @Test
  void row12_probabilitiesThatDoNotSumToOne_areRefused() {
    assertRefused(new TinyOnnx().answer("probabilities", new float[8]), "sum to 0");
  }

  @Test
  void row12_cardThatIsEmptyOrOutOfRange_isRefused() {
    assertRefused(new TinyOnnx().card("null"), "its card is empty");
    assertRefused(new TinyOnnx().card("[]"), "its card cannot be understood");
    assertRefused(new TinyOnnx().card("[".repeat(100_000)), "its card cannot be understood");
    String card = new TinyOnnx().card();
    assertRefused(
        new TinyOnnx()
            .card(card.replaceFirst("\"uncertain_below\" : [0-9.]+", "\"uncertain_below\" : 7")),
        "uncertain below 7");
    assertRefused(
        new TinyOnnx()
            .card(card.replaceFirst("\"name\" : \"\\w+\"", "\"name\" : \"\\\\u001b[2J\"")),
        "cannot be printed");
    assertRefused(
        new TinyOnnx().card(card.replaceFirst("\"x\" : [0-9.]+", "\"x\" : 1e30")),
        "eyes, nose and mouth");
  }

  @Test
  void row12_pipesAndDevices_areNotWaitedFor() {
    assertThatThrownBy(() -> OnnxExpressionModel.open(Path.of("/dev/zero"), 1))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is no regular file");
    assertThatThrownBy(() -> InstalledModels.read("a\0b"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("there is no model");
  }
}
