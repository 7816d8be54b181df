package dev.mien.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.training.SyntheticFaces;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DataLoaderTest {
  private static final AugmentationPlan STRONG =
      new AugmentationPlan(15, 4, 0.15, 0.1, 0.2, 0.4, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5);
  private static final AugmentationPlan NONE =
      new AugmentationPlan(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final List<Sample> SAMPLES = SyntheticFaces.make(60);

  @Test
  void batch_ofTheSameEpochAndNumber_isTheSameWhateverCameBefore() {
    DataLoader first = new DataLoader(SAMPLES, Targets.of(SAMPLES, 0.1), STRONG, 16, 3);
    DataLoader second = new DataLoader(SAMPLES, Targets.of(SAMPLES, 0.1), STRONG, 16, 3);
    first.batch(0, 0);
    first.batch(4, 2);
    for (int batch = 0; batch < first.batchesPerEpoch(); batch++) {
      assertThat(first.batch(1, batch).faces()).isEqualTo(second.batch(1, batch).faces());
      assertThat(first.batch(1, batch).labels()).isEqualTo(second.batch(1, batch).labels());
    }
  }

  @Test
  void batch_ofAnotherEpochOrSeed_differs() {
    DataLoader source = new DataLoader(SAMPLES, Targets.of(SAMPLES, 0), STRONG, 16, 3);
    float[] faces = source.batch(0, 0).faces();
    assertThat(source.batch(1, 0).faces()).isNotEqualTo(faces);
    assertThat(new DataLoader(SAMPLES, Targets.of(SAMPLES, 0), STRONG, 16, 4).batch(0, 0).faces())
        .isNotEqualTo(faces);
  }

  @Test
  void batch_withoutAugmentation_isThePixelsOrTheirMirrorImage() {
    Batch batch =
        new DataLoader(SAMPLES.subList(0, 1), Targets.of(SAMPLES, 0), NONE, 1, 3).batch(0, 0);
    byte[] pixels = SAMPLES.get(0).pixels();
    boolean mirrored = Math.abs(batch.faces()[0] - (pixels[0] & 0xff)) > 0.6;
    for (int i = 0; i < pixels.length; i++) {
      int source = mirrored ? i / 48 * 48 + 47 - i % 48 : i;
      assertThat(batch.faces()[i]).isCloseTo(pixels[source] & 0xff, within(0.6f));
    }
  }

  @Test
  void batch_targets_sumToOneThroughSmoothingAndMixing() {
    DataLoader source = new DataLoader(SAMPLES, Targets.of(SAMPLES, 0.1), STRONG, 16, 3);
    for (int b = 0; b < source.batchesPerEpoch(); b++) {
      Batch batch = source.batch(2, b);
      for (int i = 0; i < batch.size(); i++) {
        float sum = 0;
        for (int c = 0; c < 7; c++) {
          sum += batch.labels()[i * 7 + c];
        }
        assertThat(sum).isCloseTo(1, within(1e-5f));
      }
      for (float value : batch.faces()) {
        assertThat(value).isBetween(0f, 255f);
      }
    }
  }
}
