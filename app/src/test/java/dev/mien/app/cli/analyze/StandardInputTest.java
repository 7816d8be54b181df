package dev.mien.app.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandardInputTest {
  @TempDir Path folder;

  @Test
  void lines_ofAnyKind_arePathsAndBlankOnesAreNot() throws IOException {
    StandardInput input = read("a b.jpg\r\n\n  \nc\u00e4.png\rd.png");
    assertThat(input.image()).isNull();
    assertThat(input.paths()).containsExactly("a b.jpg", "c\u00e4.png", "d.png");
  }

  @Test
  void entriesThatEndWithAZeroByte_ofWhichOneIsThere_arePaths() throws IOException {
    Path there = Files.createFile(folder.resolve("two\nlines.png"));
    StandardInput input = read("gone.png\0" + there + "\0");
    assertThat(input.image()).isNull();
    assertThat(input.paths()).containsExactly("gone.png", there.toString());
  }

  @Test
  void contentWithControlCharacters_isAnImage() throws IOException {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0};
    StandardInput input = StandardInput.read(new ByteArrayInputStream(png));
    assertThat(input.image()).isEqualTo(png);
    assertThat(input.paths()).isEmpty();
  }

  @Test
  void nothing_isNoPath() throws IOException {
    assertThat(read("").paths()).isEmpty();
    assertThat(read("").image()).isNull();
  }

  private static StandardInput read(String text) throws IOException {
    return StandardInput.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
