package dev.mien.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.expression.Emotion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SampleGroupsTest {
  private final List<Sample> samples = new ArrayList<>();

  private void add(String file, Map<String, String> groups) {
    samples.add(
        new Sample(
            samples.size(),
            new byte[48 * 48],
            0,
            null,
            Split.TEST,
            new Origin(file, null, null, groups)));
  }

  @Test
  void column_groupsByItsValues_andLeavesOthersOut() {
    add("a.png", Map.of("camera", "left"));
    add("b.png", Map.of("camera", "right"));
    add("c.png", Map.of());
    add("d.png", Map.of("camera", "left"));
    SampleGroups groups = SampleGroups.of(samples, "camera");
    assertThat(groups.members()).containsOnlyKeys("left", "right");
    assertThat(groups.members().get("left")).containsExactly(0, 3);
  }

  @Test
  void pattern_groupsByTheNameWithoutFolders() {
    add("happy/2_x.png", Map.of());
    add("12_happy/10_x.png", Map.of());
    assertThat(SampleGroups.of(samples, "^(\\d+)_").members()).containsOnlyKeys("2", "10");
    assertThat(SampleGroups.of(samples, "^(\\d+)_").members().keySet()).containsExactly("2", "10");
  }

  @Test
  void manyNumbers_areTakenTenByTen_inTheirOrder() {
    for (int age = 99; age >= 1; age -= 7) {
      add(age + "_x.png", Map.of());
    }
    assertThat(SampleGroups.of(samples, "^(\\d+)_").members().keySet())
        .startsWith("0-9", "10-19", "20-29")
        .endsWith("90-99");
  }

  @Test
  void negativeNumbers_areNumbers() {
    for (int yaw = -45; yaw <= 45; yaw += 5) {
      add("x%d.png".formatted(yaw), Map.of());
    }
    assertThat(SampleGroups.of(samples, "(-?\\d+)").members().keySet())
        .startsWith("-50 to -41", "-40 to -31")
        .contains("-10 to -1", "0-9")
        .endsWith("40-49");
  }

  @Test
  void columnWithBrackets_isAColumn() {
    add("a.png", Map.of("age (years)", "30"));
    assertThat(SampleGroups.of(samples, "age (years)").members()).containsOnlyKeys("30");
  }

  @Test
  void labelAndSplit_areProperties_andSubjectsAreNeverTakenByTens() {
    for (int subject = 1; subject <= 20; subject++) {
      samples.add(
          new Sample(
              subject,
              new byte[48 * 48],
              0,
              Votes.unanimous(Emotion.ANGER),
              Split.TEST,
              Origin.of("" + subject)));
    }
    assertThat(SampleGroups.of(samples, "label").members()).containsOnlyKeys("anger");
    assertThat(SampleGroups.of(samples, "split").members()).containsOnlyKeys("test");
    assertThat(SampleGroups.of(samples, "subject").members()).hasSize(20);
  }

  @Test
  void propertyThatNobodyHas_isRefused() {
    add("a.png", Map.of());
    assertThatThrownBy(() -> SampleGroups.of(samples, "age")).hasMessageContaining("\"age\"");
    assertThatThrownBy(() -> SampleGroups.of(samples, "(\\d+)")).hasMessageContaining("no image");
    assertThatThrownBy(() -> SampleGroups.of(samples, "(")).hasMessageContaining("no regular");
    assertThatThrownBy(() -> SampleGroups.of(samples, "\\(")).hasMessageContaining("no group");
  }
}
