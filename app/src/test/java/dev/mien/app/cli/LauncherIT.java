package dev.mien.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script that starts Mien. */
final class LauncherIT {
  private static final String SHORT =
      """
      eval "$(sed -n '/^is_short()/,/^}/p' "$0")"
      if is_short "$@"; then echo short; else echo long; fi
      """;

  @TempDir private Path folder;

  @Test
  void start_any_leavesAnArchiveOfClassesAndNothingElse() throws IOException, InterruptedException {
    assertThat(CommandRun.of(folder, List.of("--version")).err()).isEmpty();
    try (Stream<Path> files = Files.list(CommandRun.ROOT.resolve("app/target"))) {
      List<Path> archives =
          files
              .filter(file -> String.valueOf(file.getFileName()).matches("mien-.*\\.jsa.*"))
              .toList();
      assertThat(archives)
          .isNotEmpty()
          .allSatisfy(
              archive -> {
                assertThat(archive.toString()).endsWith(".jsa");
                assertThat(Files.size(archive)).isGreaterThan(1_000_000);
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--version, short",
    "models, short",
    "analyze - --out results.jsonl, long",
    "analyze photo.jpg --quiet, short",
    "--debug analyze photo.jpg, short",
    "analyze photo.jpg photo.jpg photo.jpg photo.jpg photo.jpg photo.jpg, short",
    "analyze photo.jpg photo.jpg photo.jpg photo.jpg photo.jpg photo.jpg photo.jpg, long",
    "analyze ., long",
    "--debug analyze photo.jpg ., long",
    "analyze *.jpg, long",
    "'analyze {a,b}.jpg', long",
    "analyze @photos.txt, long",
    "@photos.txt, long",
    "--debug evaluate --data x, long",
    "video film.mp4, long",
  })
  void isShort_commandsOnManyPictures_useBothCompilers(String arguments, String expected)
      throws IOException, InterruptedException {
    Files.write(folder.resolve("photo.jpg"), new byte[1]);
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", SHORT, CommandRun.ROOT.resolve("mien").toString()));
    command.addAll(List.of(arguments.split(" ")));
    Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    process.getOutputStream().close();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo(expected);
    assertThat(process.waitFor()).isZero();
  }
}
