package dev.mien.app.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.ImageResult;
import dev.mien.output.FrameCsv;
import dev.mien.output.ResultCsv;
import dev.mien.output.ResultJson;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputFileTest {
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16};

  private static final byte[] OLD = (FrameCsv.header() + "\n").getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void prepare_anInput_isRefusedByWhateverPathOrLink() throws IOException {
    Path photo = file("photo.jpg", JPEG);
    Path link = Files.createSymbolicLink(folder.resolve("link.jpg"), photo);
    Path hard = Files.createLink(folder.resolve("hard.jpg"), photo);
    Path roundabout = folder.resolve("..").resolve(folder.getFileName()).resolve("photo.jpg");
    for (Path target : List.of(photo, link, hard, roundabout)) {
      assertThatThrownBy(() -> OutputFile.prepare(target, FileKind.TABLE, List.of(photo), true))
          .as("%s", target)
          .isInstanceOf(OutputException.class)
          .hasMessageContaining("never overwritten");
    }
    assertThat(Files.readAllBytes(photo)).isEqualTo(JPEG);
  }

  @Test
  void commit_movesToItsPlace_andUntilThenNothingChanges() throws IOException {
    Path target = file("rows.csv", OLD);
    try (OutputFile output = OutputFile.prepare(target, FileKind.TABLE, List.of(), false)) {
      Files.writeString(output.path(), "new\n");
      assertThat(Files.readString(target)).isEqualTo(FrameCsv.header() + "\n");
      output.commit();
    }
    assertThat(Files.readString(target)).isEqualTo("new\n");
    assertThat(all()).containsExactly(target);
  }

  @Test
  void commitBeside_whereSomethingIs_leavesItAndNamesAnother() throws IOException {
    Path target = file("rows.csv", OLD);
    for (String name : List.of("rows-stopped.csv", "rows-stopped-2.csv")) {
      try (OutputFile output = OutputFile.prepare(target, FileKind.TABLE, List.of(), false)) {
        Files.writeString(output.path(), name);
        assertThat(output.commitBeside()).isEqualTo(folder.resolve(name));
      }
      assertThat(folder.resolve(name)).hasContent(name);
    }
    assertThat(target).hasBinaryContent(OLD);
    assertThat(all()).hasSize(3);
  }

  @Test
  void commitBeside_behindALink_isBesideTheFileWithItsPermissions() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path file = Files.write(elsewhere.resolve("rows.csv"), OLD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), file);
    try (OutputFile output = OutputFile.prepare(link, FileKind.TABLE, List.of(), false)) {
      Files.writeString(output.path(), "new");
      assertThat(output.commitBeside())
          .isEqualTo(file.toRealPath().resolveSibling("rows-stopped.csv"))
          .hasContent("new");
    }
    assertThat(Files.getPosixFilePermissions(elsewhere.resolve("rows-stopped.csv")))
        .isEqualTo(Files.getPosixFilePermissions(file));
    assertThat(file).hasBinaryContent(OLD);
  }

  @Test
  void commitBeside_nameThatIsTooLong_keepsWhatWasWritten() throws IOException {
    Path target = file("r".repeat(250) + ".csv", OLD);
    try (OutputFile output = OutputFile.prepare(target, FileKind.TABLE, List.of(), false)) {
      Files.writeString(output.path(), "new");
      assertThatThrownBy(output::commitBeside)
          .isInstanceOf(OutputException.class)
          .hasMessageContaining("it is in " + output.path());
    }
    assertThat(target).hasBinaryContent(OLD);
    assertThat(all()).hasSize(2).anySatisfy(file -> assertThat(file).hasContent("new"));
  }

  @Test
  void prepareInPlace_notCommitted_leavesNoEmptyFileBehind() throws IOException {
    Path target = folder.resolve("events.jsonl");
    OutputFile.prepareInPlace(target, FileKind.RESULTS, List.of(), false).close();
    assertThat(target).doesNotExist();
    try (OutputFile output =
        OutputFile.prepareInPlace(target, FileKind.RESULTS, List.of(), false)) {
      output.commit();
    }
    assertThat(target).exists();
  }

  @Test
  void commitBeside_whereNothingIs_takesThePlace() throws IOException {
    for (Path target : List.of(folder.resolve("rows"), file("empty.csv", new byte[0]))) {
      try (OutputFile output = OutputFile.prepare(target, FileKind.TABLE, List.of(), false)) {
        Files.writeString(output.path(), "new");
        assertThat(output.commitBeside()).isEqualTo(target);
      }
      assertThat(target).hasContent("new");
    }
    assertThat(all()).hasSize(2);
  }

  @Test
  void commit_whereSomethingElseCameMeanwhile_losesNeither() throws IOException {
    Path target = folder.resolve("rows.csv");
    try (OutputFile output = OutputFile.prepare(target, FileKind.TABLE, List.of(), false)) {
      Files.writeString(output.path(), "new\n");
      Files.writeString(target, "of somebody else");
      assertThatThrownBy(output::commit).hasMessageContaining("it came there meanwhile");
    }
    assertThat(target).hasContent("of somebody else");
    assertThat(all()).hasSize(2).anySatisfy(file -> assertThat(file).hasContent("new"));
  }

  @Test
  void close_withoutCommit_leavesWhatWasThere() throws IOException {
    Path target = file("rows.csv", OLD);
    try (OutputFile output = OutputFile.prepare(target, FileKind.TABLE, List.of(), false)) {
      Files.writeString(output.path(), "half");
    }
    assertThat(Files.readString(target)).isEqualTo(FrameCsv.header() + "\n");
    assertThat(all()).containsExactly(target);
  }

  @Test
  void prepare_tableOfSomebodyElse_needsForce() throws IOException {
    Path target = file("addresses.csv", "name,phone\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> OutputFile.prepare(target, FileKind.TABLE, List.of(), false))
        .hasMessageContaining("is another text file")
        .hasMessageContaining("--force");
    Path edges = file("edges.csv", "source,target,weight\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> OutputFile.prepare(edges, FileKind.TABLE, List.of(), false))
        .hasMessageContaining("is another text file");
    Path annotated =
        file(
            "mine.csv",
            (ResultCsv.header() + ",checked by hand\n").getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> OutputFile.prepare(annotated, FileKind.TABLE, List.of(), false))
        .hasMessageContaining("is another text file");
    Path own = file("own.csv", OLD);
    OutputFile.prepare(own, FileKind.TABLE, List.of(), false).close();
    Path results = file("own.txt", ResultCsv.header().getBytes(StandardCharsets.UTF_8));
    OutputFile.prepare(results, FileKind.TABLE, List.of(), false).close();
  }

  @Test
  void prepare_jsonOfSomebodyElse_needsForce() throws IOException {
    for (String text :
        List.of(
            "{\"name\": \"app\"}",
            "[1]",
            "{\"$schema\": \"x\"}",
            "{\"schema\": \"x\"}",
            "[] of mine")) {
      Path target = file("package.json", text.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> OutputFile.prepare(target, FileKind.TABLE, List.of(), false))
          .hasMessageContaining("is a JSON file of something else")
          .hasMessageContaining("--force");
    }
    String line = ResultJson.line(ImageResult.failed("a.jpg", "damaged"));
    for (String text : List.of(line, "[\n" + line, "[\n\n]\n", "{\n  \"schema\" : 1,")) {
      Path own = file("own.json", text.getBytes(StandardCharsets.UTF_8));
      OutputFile.prepare(own, FileKind.RESULTS, List.of(), false).close();
    }
  }

  @Test
  void prepare_fileOfAnotherKind_needsForce() throws IOException {
    Path target = file("rows.csv", JPEG);
    assertThatThrownBy(() -> OutputFile.prepare(target, FileKind.TABLE, List.of(), false))
        .hasMessageContaining("is an image")
        .hasMessageContaining("--force");
    try (OutputFile output = OutputFile.prepare(target, FileKind.TABLE, List.of(), true)) {
      assertThat(output.target()).isEqualTo(target);
    }
  }

  @Test
  void prepare_folderThatIsNotThere_isSaidBeforeTheWork() {
    assertThatThrownBy(
            () ->
                OutputFile.prepare(
                    folder.resolve("no/such/rows.csv"), FileKind.TABLE, List.of(), false))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("there is no folder");
    assertThatThrownBy(() -> OutputFile.prepare(folder, FileKind.TABLE, List.of(), false))
        .hasMessageContaining("is a folder");
  }

  @Test
  void outputFolder_thatHoldsInputs_isRefused() throws IOException {
    Path photo = file("photo.jpg", JPEG);
    assertThatThrownBy(() -> OutputFolder.prepare(folder, List.of(photo)))
        .isInstanceOf(OutputException.class)
        .hasMessageContaining("holds inputs");
    Path other = folder.resolve("out/deep");
    assertThat(OutputFolder.prepare(other, List.of(photo))).isDirectory();
    assertThatThrownBy(() -> OutputFolder.prepare(photo, List.of()))
        .hasMessageContaining("is a file");
  }

  @Test
  void commit_replacesAFile_andKeepsItsPermissions() throws IOException {
    Path target = file("rows.csv", OLD);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
    try (OutputFile output = OutputFile.prepare(target, FileKind.TABLE, List.of(), false)) {
      Files.writeString(output.path(), "new\n");
      output.commit();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void prepare_theLongestNameThatThereIs_isWritten() throws IOException {
    Path target = folder.resolve("\u00e4".repeat(125) + ".csv");
    try (OutputFile output = OutputFile.prepare(target, FileKind.TABLE, List.of(), false)) {
      assertThat(output.path().toString()).endsWith(".csv");
      Files.writeString(output.path(), "new\n");
      output.commit();
    }
    assertThat(all()).containsExactly(target);
  }

  /** A process that ends before its output is at its place. */
  static final class Ended {
    private Ended() {}

    public static void main(String[] arguments) throws IOException {
      OutputFile output =
          OutputFile.prepare(Path.of(arguments[0]), FileKind.TABLE, List.of(), false);
      Files.writeString(output.path(), arguments[1]);
      System.exit(143);
    }
  }

  private static void endWith(Path target, String content)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classes = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(
                java.toString(), "-cp", classes, Ended.class.getName(), target.toString(), content)
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(143);
  }

  @Test
  void prepare_theProcessEndsBeforeItHasWritten_leavesNothing()
      throws IOException, InterruptedException {
    endWith(folder.resolve("rows.csv"), "");
    assertThat(all()).isEmpty();
  }

  @Test
  void prepare_theProcessEndsInTheMiddle_leavesWhatALaterRunGoesOnFrom()
      throws IOException, InterruptedException {
    Path target = folder.resolve("rows.csv");
    endWith(target, "half");
    assertThat(SiblingFiles.leftovers(target)).hasSize(1);
    assertThat(SiblingFiles.leftovers(target).get(0)).hasContent("half");
  }

  @Test
  void prepareInPlace_isReadWhileItGrows() throws IOException {
    Path target = file("events.jsonl", OLD);
    try (OutputFile output = OutputFile.prepareInPlace(target, FileKind.RESULTS, List.of(), true);
        Writer writer = output.writer()) {
      writer.write("{}\n");
      writer.flush();
      assertThat(Files.readString(target)).isEqualTo("{}\n");
      output.commit();
    }
    assertThat(all()).containsExactly(target);
  }
}
