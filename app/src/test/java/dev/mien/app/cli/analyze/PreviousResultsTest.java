package dev.mien.app.cli.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.output.ResultCsv;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PreviousResultsTest {
  @TempDir private Path folder;

  private final StringWriter kept = new StringWriter();

  private Set<String> read(String text, OutputFormat format) throws IOException {
    Path file = Files.writeString(folder.resolve("results"), text);
    return new PreviousResults(file, format, Set.of("b.jpg")).copy(kept);
  }

  private static String csv(String... rows) {
    return ResultCsv.header() + "\r\n" + String.join("\r\n", rows) + "\r\n";
  }

  @Test
  void csv_quotedAndGuardedNames_areTheSourcesThatTheyWere() throws IOException {
    String text = csv("a.jpg,1,", "a.jpg,2,", "\"b, \"\"x\"\"\n.jpg\",1,", "'=c.jpg,1,");
    Set<String> sources = read(text, OutputFormat.CSV);
    assertThat(sources).containsExactly("a.jpg", "b, \"x\"\n.jpg", "=c.jpg");
    assertThat(kept).hasToString(text);
  }

  @Test
  void csv_brokenOffBlankAndFailedRows_areLeftOut() throws IOException {
    Set<String> sources =
        read(csv("a.jpg,1,", "", "b.jpg,,the image is damaged") + "c.jp", OutputFormat.CSV);
    assertThat(sources).containsExactly("a.jpg");
    assertThat(kept).hasToString(csv("a.jpg,1,"));
  }

  @Test
  void csv_ofSomethingElse_isRefused() {
    assertThatThrownBy(() -> read("name,age\r\nAnna,4\r\n", OutputFormat.CSV))
        .hasMessageContaining("--resume goes on with results of Mien");
  }

  @Test
  void jsonLines_failedImages_areAnalysedAgain() throws IOException {
    Set<String> sources =
        read(
            "{\"source\":\"a.jpg\"}\n{\"source\":\"b.jpg\",\"error\":\"x\"}\n", OutputFormat.JSONL);
    assertThat(sources).containsExactly("a.jpg");
  }

  @Test
  void jsonLines_lineThatBreaksOff_isLeftOut() throws IOException {
    Set<String> sources =
        read("{\"source\":\"a.jpg\"}\n{\"source\":\"b.jpg\"}\n{\"sour", OutputFormat.JSONL);
    assertThat(sources).containsExactly("a.jpg", "b.jpg");
    assertThat(kept).hasToString("{\"source\":\"a.jpg\"}\n{\"source\":\"b.jpg\"}\n");
  }

  @Test
  void jsonLines_imageOfStandardInput_isAnalysedAgain() throws IOException {
    Set<String> sources =
        read("{\"schema\":1,\"faces\":[]}\n{\"source\":\"a.jpg\"}\n", OutputFormat.JSONL);
    assertThat(sources).containsExactly("a.jpg");
    assertThat(kept).hasToString("{\"source\":\"a.jpg\"}\n");
  }

  @Test
  void jsonLines_ofAFilm_areRefused() {
    assertThatThrownBy(
            () -> read("{\"schema\":1,\"time\":0.04,\"faces\":[]}\n", OutputFormat.JSONL))
        .hasMessageContaining("--resume goes on with results of Mien");
  }

  @Test
  void row18_recordWithoutEnd_isRefused() {
    assertThatThrownBy(
            () -> read("x".repeat(RecordReader.MAX_RECORD + 1) + "\n", OutputFormat.JSONL))
        .hasMessageContaining("which no results have");
  }

  @Test
  void csv_largerThanOneRead_keepsEveryRow() throws IOException {
    String[] rows = new String[20_000];
    Arrays.setAll(rows, i -> i / 2 + ".jpg," + i % 2 + ",");
    assertThat(read(csv(rows), OutputFormat.CSV)).hasSize(10_000);
    assertThat(kept).hasToString(csv(rows));
  }

  @Test
  void csv_thatBreaksOffWithinAnImage_doesNotTakeItForDone() throws IOException {
    String text = csv("a.jpg,1,", "b.jpg,1,") + "b.jpg,2";
    assertThat(read(text, OutputFormat.CSV)).containsExactly("a.jpg");
    assertThat(kept).hasToString(csv("a.jpg,1,"));
  }

  @Test
  void jsonLines_thatBreakOffWithinACharacter_areReadUpToThere() throws IOException {
    Path file = folder.resolve("results");
    byte[] text = "{\"source\":\"a.jpg\"}\n{\"source\":\"\u00fc".getBytes(StandardCharsets.UTF_8);
    Files.write(file, Arrays.copyOf(text, text.length - 1));
    assertThat(new PreviousResults(file, OutputFormat.JSONL, Set.of("b.jpg")).copy(kept))
        .containsExactly("a.jpg");
  }

  @Test
  void jsonLines_ofSomethingElse_areRefused() {
    assertThatThrownBy(() -> read("{\"a\":1}\n", OutputFormat.JSONL))
        .hasMessageContaining("--resume goes on with results of Mien");
  }

  @Test
  void missingFile_holdsNothing() throws IOException {
    PreviousResults none =
        new PreviousResults(folder.resolve("none"), OutputFormat.CSV, Set.of("b.jpg"));
    assertThat(none.copy(kept)).isEmpty();
    assertThat(none.isStarted()).isFalse();
  }

  @Test
  void csv_leftByARunThatWasKilled_isReadButForItsLastImage() throws IOException {
    Path target = folder.resolve("r.csv");
    Files.writeString(target, csv("a.jpg,1,"));
    Path left = folder.resolve(".part-999999999-1f-r.csv");
    Files.writeString(left, csv("a.jpg,1,", "b.jpg,1,", "b.jpg,2,", "c.jpg,1,") + "c.jpg,2");
    PreviousResults previous = new PreviousResults(target, OutputFormat.CSV, Set.of("b.jpg"));
    assertThat(previous.copy(kept)).containsExactly("a.jpg", "b.jpg");
    assertThat(kept).hasToString(csv("a.jpg,1,", "b.jpg,1,", "b.jpg,2,"));
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
    assertThat(new PreviousResults(target, OutputFormat.JSONL, Set.of("b.jpg")).leftovers())
        .isEmpty();
  }

  @Test
  void leftovers_ofARunThatIsAlive_areNotTouched() throws IOException, InterruptedException {
    Process alive = new ProcessBuilder("sleep", "60").start();
    try {
      Path target = folder.resolve("r.jsonl");
      Path theirs = folder.resolve(".part-" + alive.pid() + "-1f-r.jsonl");
      Files.writeString(theirs, "{\"source\":\"a.jpg\"}\n");
      assertThat(new PreviousResults(target, OutputFormat.JSONL, Set.of("b.jpg")).leftovers())
          .isEmpty();
      alive.destroy();
      alive.waitFor();
      assertThat(new PreviousResults(target, OutputFormat.JSONL, Set.of("b.jpg")).leftovers())
          .containsExactly(theirs);
    } finally {
      alive.destroy();
    }
  }

  @Test
  void samples_areTheLastImageAndTheLastWithAFace() throws IOException {
    PreviousResults results =
        new PreviousResults(
            Files.writeString(
                folder.resolve("results"),
                csv("a.jpg,9,9,1,", "b.jpg,9,9,1,", "b.jpg,9,9,2,", "c.jpg,9,9" + ",".repeat(20))),
            OutputFormat.CSV,
            Set.of());
    results.copy(kept);
    assertThat(results.samples())
        .extracting(PreviousResult::source)
        .containsExactly("c.jpg", "b.jpg");
    PreviousResult last = results.samples().get(1);
    assertThat(last.isSame("b.jpg,9,9,1,\r\nb.jpg,9,9,2,")).isTrue();
    assertThat(last.isSame("b.jpg,9,9,1,")).isFalse();
  }

  @Test
  void repeatedResults_areKeptOnce() throws IOException {
    String once = csv("a.jpg,1,", "a.jpg,2,", "c.jpg,1,");
    Set<String> sources =
        read(csv("a.jpg,1,", "a.jpg,2,", "c.jpg,1,", "a.jpg,1,", "a.jpg,2,"), OutputFormat.CSV);
    assertThat(sources).containsExactly("a.jpg", "c.jpg");
    assertThat(kept).hasToString(once);
  }

  @Test
  void errorsOfImagesThatAreNotTriedAgain_areKept() throws IOException {
    String text = csv("a.jpg,,damaged", "c.jpg,1,");
    assertThat(read(text, OutputFormat.CSV)).containsExactly("c.jpg");
    assertThat(kept).hasToString(text);
  }

  @Test
  void isSame_allowsTheLastDigitsOfNumbersOnly() {
    PreviousResult result = new PreviousResult("a1.jpg", "a1.jpg,1920,88.85,0.500000,sadness");
    assertThat(result.isSame("a1.jpg,1920,88.86,0.500123,sadness")).isTrue();
    assertThat(result.isSame("a1.jpg,1920,88.9,0.500000,sadness")).isFalse();
    assertThat(result.isSame("a1.jpg,1921,88.85,0.500000,sadness")).isFalse();
    assertThat(result.isSame("a1.jpg,1920,88.85,0.501,sadness")).isFalse();
    assertThat(result.isSame("a1.jpg,1920,88.85,0.500000,anger")).isFalse();
  }

  @Test
  void imagesThatAreNewerThanTheResults_areDoneAgain() throws IOException {
    Path image = Files.writeString(folder.resolve("new.jpg"), "changed");
    Path old = Files.writeString(folder.resolve("old.jpg"), "as it was");
    Path file = Files.writeString(folder.resolve("results"), csv(image + ",1,", old + ",1,"));
    Files.setLastModifiedTime(old, FileTime.fromMillis(1_000_000));
    Files.setLastModifiedTime(file, FileTime.fromMillis(2_000_000));
    Set<String> wanted = Set.of(image.toString(), old.toString());
    assertThat(new PreviousResults(file, OutputFormat.CSV, wanted).copy(kept))
        .containsExactly(old.toString());
    assertThat(kept).hasToString(csv(old + ",1,"));
  }
}
