package dev.mien.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.expression.ModelCard;
import dev.mien.expression.Prediction;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.expression.onnx.OnnxExpressionModel;
import dev.mien.face.AlignedFace;
import dev.mien.training.SyntheticFaces;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.evaluate.ModelSize;
import dev.mien.training.network.PretrainedWeights;
import dev.mien.training.predict.Cropping;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QuantizerTest {
  private static final List<Sample> SAMPLES = SyntheticFaces.make(120);

  private static byte[] quantized(byte[] model) throws IOException {
    return new Quantizer(model, "the model")
        .quantize("small in bytes", SAMPLES, List.of(Protocol.FER2013));
  }

  @Test
  void quantize_installedModel_answersAlmostAsBefore() throws IOException {
    byte[] before = InstalledModels.bytes("small");
    byte[] after = quantized(before);
    assertThat(after.length).isLessThan(before.length / 2);
    assertThat(ModelSize.of(after).parameters()).isEqualTo(ModelSize.of(before).parameters());
    assertThat(ModelSize.of(after).multiplications())
        .isEqualTo(ModelSize.of(before).multiplications());
    List<AlignedFace> faces = SAMPLES.subList(0, 40).stream().map(Cropping.asItIs()::crop).toList();
    try (OnnxExpressionModel exact = OnnxExpressionModel.open(before, "before", 1);
        OnnxExpressionModel int8 = OnnxExpressionModel.open(after, "after", 1)) {
      List<Prediction> expected = exact.predict(faces);
      List<Prediction> actual = int8.predict(faces);
      double differences = 0;
      for (int i = 0; i < faces.size(); i++) {
        float[] a = expected.get(i).scores().toArray();
        float[] b = actual.get(i).scores().toArray();
        for (int c = 0; c < a.length; c++) {
          assertThat(b[c]).isCloseTo(a[c], within(0.25f));
          differences += Math.abs(a[c] - b[c]) / a.length / faces.size();
        }
      }
      assertThat(differences).isBetween(1e-6, 0.02);
    }
  }

  @Test
  void quantize_installedModel_saysSoOnItsCard() throws IOException {
    byte[] after = quantized(InstalledModels.bytes("small"));
    try (OnnxExpressionModel int8 = OnnxExpressionModel.open(after, "after", 1)) {
      ModelCard card = int8.card();
      assertThat(card.name()).isEqualTo("small in bytes");
      assertThat(card.data()).endsWith("; convolutions in 8 bits, calibrated on 90 images");
      assertThat(card.figures()).hasSize(1);
      assertThat(card.figures().get(0).split()).isEqualTo("validation");
      assertThat(card.figures().get(0).samples()).isEqualTo(30);
    }
  }

  @Test
  void quantize_whatIsInBytesAlready_isRefused() throws IOException {
    byte[] after = quantized(InstalledModels.bytes("small"));
    assertThatThrownBy(() -> quantized(after)).hasMessage("the model is in 8 bits already");
  }

  @Test
  void train_fromAFormInBytes_isRefused() throws IOException {
    byte[] after = quantized(InstalledModels.bytes("small"));
    assertThatThrownBy(() -> new PretrainedWeights(after))
        .hasMessageContaining("is in 8 bits")
        .hasMessageContaining("name its 32-bit form");
  }

  @Test
  void quantize_noModel_isRefused() {
    assertThatThrownBy(() -> quantized(new byte[] {1, 2, 3})).isInstanceOf(IOException.class);
  }

  @Test
  void quantize_undividedData_isRefused() {
    List<Sample> training =
        SAMPLES.stream().filter(sample -> sample.split() == Split.TRAINING).toList();
    assertThatThrownBy(
            () ->
                new Quantizer(InstalledModels.bytes("small"), "small")
                    .quantize("x", training, List.of(Protocol.FER2013)))
        .hasMessageContaining("no training and validation split");
  }
}
