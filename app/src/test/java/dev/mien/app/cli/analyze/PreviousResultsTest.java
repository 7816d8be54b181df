package dev.mien.app.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.output.ResultCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreviousResultsTest {
  @TempDir private Path folder;

  private PreviousResults read(String text, OutputFormat format) throws IOException {
    return PreviousResults.of(Files.writeString(folder.resolve("results"), text), format);
  }

  private static String csv(String... rows) {
    return ResultCsv.header() + "\r\n" + String.join("\r\n", rows) + "\r\n";
  }

  @Test
  void csv_quotedAndGuardedNames_areTheSourcesThatTheyWere() throws IOException {
    String text = csv("a.jpg,1,", "a.jpg,2,", "\"b, \"\"x\"\"\n.jpg\",1,", "'=c.jpg,1,");
    PreviousResults previous = read(text, OutputFormat.CSV);
    assertThat(previous.sources()).containsExactly("a.jpg", "b, \"x\"\n.jpg", "=c.jpg");
    assertThat(previous.text()).isEqualTo(text);
  }

  @Test
  void csv_brokenOffBlankAndFailedRows_areLeftOut() throws IOException {
    PreviousResults previous =
        read(csv("a.jpg,1,", "", "b.jpg,,the image is damaged") + "c.jp", OutputFormat.CSV);
    assertThat(previous.sources()).containsExactly("a.jpg");
    assertThat(previous.text()).isEqualTo(csv("a.jpg,1,"));
  }

  @Test
  void csv_ofSomethingElse_isRefused() {
    assertThatThrownBy(() -> read("name,age\r\nAnna,4\r\n", OutputFormat.CSV))
        .hasMessageContaining("--resume goes on with results of Mien");
  }

  @Test
  void jsonLines_failedImages_areAnalysedAgain() throws IOException {
    PreviousResults previous =
        read(
            "{\"source\":\"a.jpg\"}\n{\"source\":\"b.jpg\",\"error\":\"x\"}\n", OutputFormat.JSONL);
    assertThat(previous.sources()).containsExactly("a.jpg");
  }

  @Test
  void jsonLines_lineThatBreaksOff_isLeftOut() throws IOException {
    PreviousResults previous =
        read("{\"source\":\"a.jpg\"}\n{\"source\":\"b.jpg\"}\n{\"sour", OutputFormat.JSONL);
    assertThat(previous.sources()).containsExactly("a.jpg", "b.jpg");
    assertThat(previous.text()).isEqualTo("{\"source\":\"a.jpg\"}\n{\"source\":\"b.jpg\"}\n");
  }

  @Test
  void missingFile_holdsNothing() throws IOException {
    assertThat(PreviousResults.of(folder.resolve("none"), OutputFormat.CSV))
        .isEqualTo(PreviousResults.NONE);
  }

  @Test
  void csv_leftByARunThatWasKilled_isReadButForItsLastImage() throws IOException {
    Path target = folder.resolve("r.csv");
    Files.writeString(target, csv("a.jpg,1,"));
    Path left = folder.resolve(".part-999999999-1f-r.csv");
    Files.writeString(left, csv("a.jpg,1,", "b.jpg,1,", "b.jpg,2,", "c.jpg,1,") + "c.jpg,2");
    PreviousResults previous = PreviousResults.of(target, OutputFormat.CSV);
    assertThat(previous.sources()).containsExactly("a.jpg", "b.jpg");
    assertThat(previous.text()).isEqualTo(csv("a.jpg,1,", "b.jpg,1,", "b.jpg,2,"));
    previous.deleteLeftovers();
    assertThat(left).doesNotExist();
  }

  @Test
  void leftovers_thatAreNoFiles_areNotRead() throws IOException {
    Path target = folder.resolve("r.jsonl");
    Path elsewhere = Files.writeString(folder.resolve("other"), "{\"source\":\"a.jpg\"}\n");
    Files.createSymbolicLink(folder.resolve(".part-999999999-a-r.jsonl"), elsewhere);
    Files.createDirectory(folder.resolve(".part-999999999-b-r.jsonl"));
    Files.writeString(folder.resolve(".part-99999999999999999999-c-r.jsonl"), "x");
    assertThat(PreviousResults.of(target, OutputFormat.JSONL).leftovers()).isEmpty();
  }

  @Test
  void leftovers_ofARunThatIsAlive_areNotTouched() throws IOException, InterruptedException {
    Process alive = new ProcessBuilder("sleep", "60").start();
    try {
      Path target = folder.resolve("r.jsonl");
      Path theirs = folder.resolve(".part-" + alive.pid() + "-1f-r.jsonl");
      Files.writeString(theirs, "{\"source\":\"a.jpg\"}\n");
      assertThat(PreviousResults.of(target, OutputFormat.JSONL).leftovers()).isEmpty();
      alive.destroy();
      alive.waitFor();
      assertThat(PreviousResults.of(target, OutputFormat.JSONL).leftovers())
          .containsExactly(theirs);
    } finally {
      alive.destroy();
    }
  }
}
