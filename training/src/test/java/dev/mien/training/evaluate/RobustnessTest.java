package dev.mien.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.training.dataset.Protocol;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RobustnessTest {
  @Test
  void mean_unevenLight_isNotCounted() {
    List<Robustness.Cell> cells =
        Arrays.stream(Corruption.values())
            .map(
                corruption ->
                    new Robustness.Cell(
                        corruption,
                        Corruption.MIDDLE,
                        Corruption.STRESS.contains(corruption) ? 0.75 : 0.25,
                        new Interval(0, 1),
                        0))
            .toList();
    assertThat(cells).extracting(Robustness.Cell::accuracy).contains(0.25);
    Robustness stress = new Robustness(Protocol.FERPLUS_MAJORITY, 0.9, cells);
    assertThat(stress.mean(Corruption.MIDDLE)).isEqualTo(0.75);
  }
}
