package dev.mien.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.training.dataset.Origin;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.SampleGroups;
import dev.mien.training.dataset.Split;
import dev.mien.training.predict.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GroupFiguresTest {
  private final List<Sample> samples = new ArrayList<>();
  private final List<float[]> answers = new ArrayList<>();

  /** Answers of 60 %, anger for right ones and fear for wrong ones. */
  private void add(String age, int images, int right) {
    for (int i = 0; i < images; i++) {
      Origin origin = new Origin(null, null, null, Map.of("age", age));
      samples.add(new Sample(samples.size(), new byte[48 * 48], 0, null, Split.TEST, origin));
      float[] row = new float[7];
      row[i < right ? 0 : 2] = 0.6f;
      row[3] = 0.4f;
      answers.add(row);
    }
  }

  private GroupFigures figures(double uncertainBelow) {
    float[][] seven = answers.toArray(float[][]::new);
    return GroupFigures.of(
        SampleGroups.of(samples, "age"),
        Protocol.FER2013,
        Protocol.FER2013.classes(),
        Split.TEST,
        new Predictions(new float[samples.size()][8], seven),
        samples,
        uncertainBelow);
  }

  @Test
  void groups_countAnswersAndUncertainOnes() {
    add("old", 50, 30);
    add("young", 40, 36);
    GroupFigures.Group old = figures(0.7).groups().get(0);
    assertThat(old.name()).isEqualTo("old");
    assertThat(old.evaluation().matrix().accuracy()).isEqualTo(0.6);
    assertThat(old.answered(0)).isEqualTo(0.6);
    assertThat(old.answered(2)).isEqualTo(0.4);
    assertThat(old.uncertain()).isEqualTo(50);
    assertThat(figures(0.5).groups().get(0).uncertain()).isZero();
  }

  @Test
  void largestDifference_hasNewcombesInterval() {
    // Newcombe (1998), method 10: 56/70 - 48/80 = 0.20 (0.0524 to 0.3339).
    add("first", 70, 56);
    add("second", 80, 48);
    GroupFigures.Difference difference = figures(0.5).largestDifference().orElseThrow();
    assertThat(difference.best().name()).isEqualTo("first");
    assertThat(difference.accuracy()).isCloseTo(0.2, within(1e-9));
    assertThat(difference.interval().low()).isCloseTo(0.0524, within(5e-5));
    assertThat(difference.interval().high()).isCloseTo(0.3339, within(5e-5));
  }

  @Test
  void equalGroups_areStillTwo() {
    add("first", 40, 20);
    add("second", 40, 20);
    GroupFigures.Difference difference = figures(0.5).largestDifference().orElseThrow();
    assertThat(difference.best().name()).isNotEqualTo(difference.worst().name());
    assertThat(difference.accuracy()).isZero();
  }

  @Test
  void smallGroups_haveNoDifference() {
    add("first", 29, 29);
    add("second", 80, 1);
    assertThat(figures(0.5).largestDifference()).isEmpty();
    assertThat(GroupTable.difference(figures(0.5))).contains("30 images");
  }
}
