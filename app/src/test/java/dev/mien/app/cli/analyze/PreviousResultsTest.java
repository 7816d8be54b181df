package dev.mien.app.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreviousResultsTest {
  @TempDir private Path folder;

  private PreviousResults read(String text, OutputFormat format) throws IOException {
    return PreviousResults.read(Files.writeString(folder.resolve("results"), text), format);
  }

  @Test
  void csv_lastImage_isLeftOutBecauseItsRowsMayNotBeComplete() throws IOException {
    String kept = "source,face\r\na.jpg,1\r\na.jpg,2\r\n\"b, \"\"x\"\"\n.jpg\",1\r\n";
    PreviousResults previous = read(kept + "c.jpg,1\r\nc.jpg,2\r\n", OutputFormat.CSV);
    assertThat(previous.sources()).containsExactly("a.jpg", "b, \"x\"\n.jpg");
    assertThat(previous.text()).isEqualTo(kept);
  }

  @Test
  void csv_lineThatBreaksOff_isLeftOut() throws IOException {
    PreviousResults previous = read("source,face\r\na.jpg,1\r\nb.jpg,1\r\nc.jp", OutputFormat.CSV);
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
    assertThat(PreviousResults.read(folder.resolve("none"), OutputFormat.CSV))
        .isEqualTo(PreviousResults.NONE);
  }
}
