package dev.mien.app.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TextFileTest {
  @TempDir private Path folder;

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("file"), content);
  }

  @Test
  void text_isRead() throws IOException {
    assertThat(TextFile.read(file("Grüße\n".getBytes(StandardCharsets.UTF_8)), "rule file"))
        .isEqualTo("Grüße\n");
  }

  @Test
  void row18_fileOfAnySize_isRefusedAfterAMegabyte() throws IOException {
    assertThat(TextFile.read(file(new byte[TextFile.MAX_BYTES]), "prior")).hasSize(1 << 20);
    Path larger = file(new byte[TextFile.MAX_BYTES + 1]);
    assertThatThrownBy(() -> TextFile.read(larger, "prior"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("larger than a prior can be");
  }

  @Test
  void row18_deviceWithoutEnd_isRefused() {
    assertThatThrownBy(() -> TextFile.read(Path.of("/dev/zero"), "token file"))
        .hasMessageContaining("larger than a token file can be");
  }

  @Test
  void whatIsNoText_isRefused() throws IOException {
    Path binary = file(new byte[] {(byte) 0xff, 0});
    assertThatThrownBy(() -> TextFile.read(binary, "rule file")).hasMessageContaining("no UTF-8");
  }

  @Test
  void missingFileAndFolder_areNamed() {
    assertThatThrownBy(() -> TextFile.read(folder.resolve("none"), "rule file"))
        .hasMessageContaining("there is no rule file");
    assertThatThrownBy(() -> TextFile.read(folder, "rule file"))
        .hasMessageContaining("is a folder, not a rule file");
  }
}
