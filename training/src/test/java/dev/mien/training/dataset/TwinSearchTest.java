package dev.mien.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.training.SyntheticFaces;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class TwinSearchTest {
  private static Sample sample(int row, int picture) {
    return new Sample(
        row, SyntheticFaces.make(picture + 1).get(picture).pixels(), 0, null, Split.TRAINING);
  }

  @Test
  void within_imageBefore_isTheTwinOfTheLaterOne() {
    assertThat(TwinSearch.within(List.of(sample(0, 1), sample(1, 2), sample(2, 1))))
        .singleElement()
        .satisfies(
            twins -> {
              assertThat(twins.sample().row()).isEqualTo(2);
              assertThat(twins.twin().row()).isZero();
              assertThat(twins.correlation()).isGreaterThan(0.9999);
              assertThat(twins.sameSplit()).isTrue();
            });
  }

  @Test
  void within_oneImage_hasNoTwin() {
    assertThat(TwinSearch.within(List.of(sample(0, 1)))).isEmpty();
  }

  @Test
  void dot_ofStandardisedVectors_isTheirCorrelation() {
    float[] values = GreyPixels.standardised(new float[] {1, 2, 3, 4, 2, 2, 8, 1});
    assertThat(GreyPixels.dot(values, values)).isCloseTo(1, Offset.offset(1e-6f));
  }
}
