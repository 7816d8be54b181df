package dev.mien.app.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
final class InputFilesTest {
  @TempDir private Path folder;
  private Path link = Path.of("");

  @BeforeEach
  void makeALinkToAFolder() throws IOException {
    Path photos = Files.createDirectories(folder.resolve("photos/deep"));
    Files.createFile(photos.resolve("a.jpg"));
    Files.createSymbolicLink(photos.resolve("up"), folder); // In a circle.
    link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("photos"));
  }

  private static List<Path> list(String argument) {
    return InputFiles.list(
        List.of(argument), remark -> assertThat(remark).as("no remark").isEmpty());
  }

  @Test
  void list_folderThatIsALink_isFollowedUnderItsOwnName() {
    assertThat(list(link.toString())).containsExactly(link.resolve("deep/a.jpg"));
    assertThat(list(link + "/")).containsExactly(link.resolve("deep/a.jpg"));
  }

  @Test
  void list_patternBehindALink_matches() {
    assertThat(list(link + "/*/*.jpg")).containsExactly(link.resolve("deep/a.jpg"));
  }
}
