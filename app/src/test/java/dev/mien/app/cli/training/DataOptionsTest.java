package dev.mien.app.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class DataOptionsTest {
  @TempDir private Path folder;

  private DataOptions options() {
    DataOptions options = new DataOptions();
    new CommandLine(options).parseArgs("--data", folder.toString());
    return options;
  }

  private void copy(String picture, String target) throws IOException {
    Path file = folder.resolve(target);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    try (InputStream in =
        DataOptionsTest.class.getResourceAsStream("/dev/mien/app/image/" + picture)) {
      Files.copy(Objects.requireNonNull(in), file);
    }
  }

  @Test
  void folder_mayHoldThePhotosOfPhones() throws IOException {
    copy("single.heic", "happiness/a.heic");
    copy("single.avif", "anger/b.AVIF");
    List<String> problems = new ArrayList<>();
    List<Sample> samples = options().read(problems::add);
    assertThat(problems).isEmpty();
    assertThat(samples).hasSize(2);
  }

  @Test
  void folderWithoutATrainingPart_staysAsItIsDivided() throws IOException {
    copy("single.avif", "val/anger/a.avif");
    copy("single.avif", "test/anger/b.avif");
    assertThat(options().readForTraining())
        .extracting(Sample::split)
        .containsExactlyInAnyOrder(Split.VALIDATION, Split.TEST);
  }

  @Test
  void undividedFolder_isAllTest_andForTrainingIsDividedTheSameWayEveryTime() throws IOException {
    for (int i = 0; i < 20; i++) {
      copy("single.avif", "anger/%02d.avif".formatted(i));
    }
    assertThat(options().read()).allMatch(sample -> sample.split() == Split.TEST);
    List<Sample> held = Split.VALIDATION.of(options().readForTraining());
    assertThat(held).hasSize(2);
    assertThat(Split.VALIDATION.of(options().readForTraining()))
        .extracting(Sample::name)
        .containsExactlyElementsOf(held.stream().map(Sample::name).toList());
  }
}
