package dev.mien.training.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.training.RandomPictures;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeakDemonstrationTest {
  @TempDir private Path folder;

  /** Pictures whose labels nobody can know. */
  private static List<Sample> unknowable(int count) {
    SplittableRandom random = new SplittableRandom(1);
    List<Sample> samples = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      Split split = row % 5 == 0 ? Split.TEST : row % 5 == 1 ? Split.VALIDATION : Split.TRAINING;
      samples.add(new Sample(row, RandomPictures.picture(row), random.nextInt(7), null, split));
    }
    // Of two test images the training split knows more than it should.
    for (int row : new int[] {0, 5}) {
      samples.add(
          new Sample(
              samples.size(),
              samples.get(row).pixels(),
              samples.get(row).label(),
              null,
              Split.TRAINING));
    }
    return samples;
  }

  private LeakDemonstration demonstration(
      List<Sample> samples, String name, Consumer<String> progress) {
    ShortTraining brief = new ShortTraining(folder.resolve(name), 100, 60, 2, 2);
    return new LeakDemonstration(samples, brief, 1, progress);
  }

  private static LeakTable.Row row(LeakTable table, String mistake, String classifier) {
    return table.rows().stream()
        .filter(row -> row.mistake().startsWith(mistake) && row.classifier().startsWith(classifier))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void labelsThatNobodyCanKnow_areKnownOnceTheyLeak() throws IOException {
    List<String> told = new ArrayList<>();
    LeakTable table = demonstration(unknowable(300), "all", told::add).run();
    for (String mistake : List.of("augmenting x5 before", "splitting by image")) {
      LeakTable.Row row = row(table, mistake, "nearest");
      assertThat(row.honest().accuracy()).as(mistake).isLessThan(0.4);
      assertThat(row.leaked().accuracy()).as(mistake).isGreaterThan(0.8);
    }
    LeakTable.Row twins = row(table, "training on images that are in the test split", "nearest");
    assertThat(twins.leaked().right()).isEqualTo(2);
    assertThat(twins.leaked().images()).isEqualTo(2);
    LeakTable.Row chosen = row(table, "choosing among", "network");
    assertThat(chosen.leaked().right()).isGreaterThanOrEqualTo(chosen.honest().right());
    assertThat(told).hasSize(5);
    assertThat(table.toText()).contains("splitting by image").contains("without  by subject:");
    assertThat(table.toMarkdown()).startsWith("| mistake |");
  }

  @Test
  void sameSeed_measuresTheSame() throws IOException {
    List<Sample> samples = unknowable(60);
    LeakTable first = demonstration(samples, "a", what -> {}).run();
    LeakTable second = demonstration(samples, "b", what -> {}).run();
    assertThat(second).isEqualTo(first);
  }

  @Test
  void setWithoutASplit_isRefused() {
    List<Sample> samples = Split.TRAINING.of(unknowable(20));
    assertThatThrownBy(() -> demonstration(samples, "c", what -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the validation split has none");
  }
}
