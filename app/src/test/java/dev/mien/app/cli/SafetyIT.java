package dev.mien.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mien.app.video.TestFilm;
import dev.mien.expression.onnx.InstalledModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to the user stays as it is, whatever is typed and whenever it is interrupted. */
final class SafetyIT {
  /** How many signals; -Dmien.signals=30 for the long run. */
  private static final int SIGNALS = Integer.getInteger("mien.signals", 4);

  @TempDir private Path folder;
  private Path photo;
  private byte[] original = new byte[0];

  @BeforeEach
  void copyPhoto() throws IOException {
    photo = folder.resolve("a.jpg");
    Files.copy(CommandRun.ROOT.resolve("samples/sample1.jpg"), photo);
    original = Files.readAllBytes(photo);
  }

  private CommandRun mien(String... arguments) throws IOException, InterruptedException {
    return CommandRun.of(folder, List.of(arguments));
  }

  private void assertRefused(CommandRun run, String reason) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(reason).doesNotContain("Exception");
    assertThat(Files.readAllBytes(photo)).isEqualTo(original);
  }

  @Test
  void analyze_outputThatIsAnInput_isRefused() throws IOException, InterruptedException {
    assertRefused(mien("analyze", "a.jpg", "--out", "a.jpg", "--format", "csv"), "overwritten");
    assertRefused(mien("analyze", ".", "--annotated", "."), "holds inputs");
  }

  @Test
  void analyze_pictureThatMienDidNotWrite_isNotReplaced() throws IOException, InterruptedException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.write(out.resolve("a.jpg"), original);
    CommandRun refused = mien("analyze", "a.jpg", "--annotated", "out");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(Files.readAllBytes(out.resolve("a.jpg"))).isEqualTo(original);
    assertThat(mien("analyze", "a.jpg", "--annotated", "out", "--force").exitCode()).isZero();
    assertThat(Files.readAllBytes(out.resolve("a.jpg"))).isNotEqualTo(original);
    assertThat(mien("analyze", "a.jpg", "--annotated", "out").exitCode()).isZero();
  }

  @Test
  void analyze_pictureOfAnotherPhotoOfThatName_keepsItsName()
      throws IOException, InterruptedException {
    Path other = Files.createDirectory(folder.resolve("other")).resolve("a.jpg");
    Files.write(other, Files.readAllBytes(CommandRun.ROOT.resolve("samples/sample2.jpg")));
    assertThat(mien("analyze", "a.jpg", "--annotated", "out").exitCode()).isZero();
    byte[] first = Files.readAllBytes(folder.resolve("out/a.jpg"));
    for (int run = 0; run < 2; run++) {
      assertThat(mien("analyze", "other/a.jpg", "--annotated", "out").exitCode()).isZero();
    }
    assertThat(folder.resolve("out/a.jpg")).hasBinaryContent(first);
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("a.jpg", "a-2.jpg");
    }
  }

  @Test
  void evaluate_dataThatCannotBeUsed_leavesNoFolderAndIsCounted()
      throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("faces/happy"));
    Files.writeString(folder.resolve("faces/happy/x.txt"), "no image");
    for (String out : List.of("new/deep", "new/.", "new/" + "x".repeat(256), "new/../other")) {
      CommandRun run = mien("evaluate", "--data", "faces", "--out", out);
      assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
      assertThat(folder.resolve("new")).doesNotExist();
      assertThat(folder.resolve("other")).doesNotExist();
    }
    Files.copy(photo, folder.resolve("faces/happy/a.jpg"));
    Files.createFile(folder.resolve("faces/happy/empty.png"));
    CommandRun measured = mien("evaluate", "--data", "faces", "--model", "small", "--out", "new");
    assertThat(measured.exitCode()).as(measured.err()).isEqualTo(1);
    assertThat(measured.out())
        .contains("1 image of the data is left out: unreadable, or not in the folder");
  }

  @Test
  void sessions_storeThatIsNotThere_isNotMade() throws IOException, InterruptedException {
    CommandRun run = mien("sessions", "list", "--store", "typo.db");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("mien: there is no store typo.db\n");
    assertThat(folder.resolve("typo.db")).doesNotExist();
  }

  @Test
  void video_nothingInTheRange_replacesNothing() throws IOException, InterruptedException {
    TestFilm.write(folder.resolve("clip.mkv"), 25, TestFilm::twoPeople, f -> 40L * f, false);
    Files.writeString(folder.resolve("rules.txt"), "some: happiness or neutral > 0.2 for 0s\n");
    List<String> outputs =
        List.of(
            "--out",
            "f.csv",
            "--annotated",
            "o.mp4",
            "--report",
            "r.html",
            "--rules",
            "rules.txt",
            "--events",
            "e.jsonl",
            "--session",
            "a",
            "--store",
            "s.db");
    assertThat(video(outputs, "0s", "1min").exitCode()).isZero();
    Map<String, String> before = contents();
    assertThat(before).hasSize(7).doesNotContainValue("");
    for (List<String> range : List.of(List.of("1min", "2min"), List.of("0.49s", "0.51s"))) {
      CommandRun none = video(outputs, range.get(0), range.get(1));
      assertThat(none.exitCode()).as(none.err()).isEqualTo(2);
      assertThat(none.err())
          .matches(
              "mien: no frame of clip.mkv \\(it is 0.9\\d s long\\) was analysed, so nothing was written\n");
      assertThat(contents()).isEqualTo(before);
    }
    assertThat(mien("sessions", "list", "--store", "s.db").lines()).hasSize(2);
    for (String name : List.of("f.csv", "o.mp4", "r.html", "e.jsonl")) {
      Files.delete(folder.resolve(name));
    }
    assertThat(video(outputs, "1min", "2min").exitCode()).isEqualTo(2);
    assertThat(contents()).hasSize(3);
  }

  @Test
  void video_stoppedWhereResultsAre_leavesThemAndWritesBeside()
      throws IOException, InterruptedException {
    Path film = folder.resolve("clip.mkv");
    TestFilm.write(film, 1500, TestFilm::twoPeople, f -> 40L * f, false);
    List<String> command = List.of("video", "clip.mkv", "--out", "f.csv", "--report", "r.html");
    assertThat(
            CommandRun.of(
                    folder, Stream.concat(command.stream(), Stream.of("--for", "1s")).toList())
                .exitCode())
        .isZero();
    Map<String, String> before = contents();
    Path error = folder.resolve("error.txt");
    Process process =
        CommandRun.start(folder, command)
            .redirectError(error.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    for (int i = 0; i < 600 && unfinished() < 20_000; i++) {
      Thread.sleep(50);
    }
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(error).content().contains("stopped; ", "rows in f-stopped.csv", "r-stopped.html");
    Map<String, String> after = contents();
    assertThat(after).containsAllEntriesOf(before);
    assertThat(Files.readAllLines(folder.resolve("f-stopped.csv")))
        .hasSizeGreaterThan(Files.readAllLines(folder.resolve("f.csv")).size());
    assertThat(after.get("r-stopped.html")).contains("Person 1");
    assertThat(after.keySet()).noneMatch(name -> name.startsWith(".part"));
  }

  private long unfinished() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(".part-"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private CommandRun video(List<String> outputs, String from, String to)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("video", "clip.mkv", "--from", from, "--to", to));
    command.addAll(outputs);
    return CommandRun.of(folder, command);
  }

  /** Of all files but those of the data base, which SQLite changes as it likes. */
  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith("s.db")) {
          contents.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return contents;
  }

  @Test
  void video_outputThatIsTheFilm_isRefused() throws IOException, InterruptedException {
    Path film = folder.resolve("clip.mkv");
    TestFilm.write(film, 10, TestFilm::twoPeople, f -> 40L * f, false);
    byte[] content = Files.readAllBytes(film);
    CommandRun run = mien("video", "clip.mkv", "--annotated", "clip.mkv");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(Files.readAllBytes(film)).isEqualTo(content);
  }

  @Test
  void analyze_fullDisk_isNeverSuccess() throws IOException, InterruptedException {
    Path full = Path.of("/dev/full");
    if (!Files.exists(full)) {
      return; // Only Linux has a device that is always full.
    }
    Process process =
        CommandRun.start(folder, List.of("analyze", "a.jpg", "--format", "csv"))
            .redirectOutput(full.toFile())
            .redirectError(ProcessBuilder.Redirect.PIPE)
            .start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(err).contains("standard output could not be written");
    assertThat(mien("analyze", "a.jpg", "--out", "/dev/full", "--format", "csv").exitCode())
        .isEqualTo(2);
  }

  @Test
  void analyze_outputThatIsTheListOnStandardInput_isRefused()
      throws IOException, InterruptedException {
    Path list = Files.writeString(folder.resolve("list.csv"), "a.jpg\n");
    Process process =
        CommandRun.start(folder, List.of("analyze", "-", "--out", "list.csv"))
            .redirectInput(list.toFile())
            .start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(err).contains("one of the inputs");
    assertThat(list).hasContent("a.jpg");
  }

  @Test
  void analyze_readerThatGoesAway_endsItQuietly() throws IOException, InterruptedException {
    String mien = CommandRun.ROOT.resolve("mien").toString();
    String list = "a.jpg ".repeat(60);
    Process process =
        new ProcessBuilder("bash", "-c", mien + " analyze " + list + "--format jsonl | head -c 20")
            .directory(folder.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(out).hasSize(20);
    assertThat(err).isEmpty();
  }

  @Test
  void analyze_signalAtAnyMoment_leavesAValidDocumentAndNoCrash()
      throws IOException, InterruptedException {
    Random random = new Random(20261124);
    List<String> command = new ArrayList<>(List.of("analyze"));
    for (int i = 0; i < 60; i++) {
      command.add("a.jpg");
    }
    command.addAll(List.of("--out", "x.json", "--quiet"));
    for (int run = 0; run < SIGNALS; run++) {
      boolean interrupt = random.nextBoolean();
      long delay = 200L + random.nextInt(4000);
      Process process = CommandRun.start(folder, command).redirectErrorStream(true).start();
      Thread.sleep(delay);
      // The shell has a kill of its own; a minimal system has no other.
      String kill = "kill -%s %d".formatted(interrupt ? "INT" : "TERM", process.pid());
      new ProcessBuilder("bash", "-c", kill).start().waitFor();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      assertThat(code).as("signal after %d ms: %s", delay, output).isIn(0, interrupt ? 130 : 143);
      // The first that is written stays, until a later run is complete.
      for (Path document : documents()) {
        JsonNode results = new ObjectMapper().readTree(document.toFile());
        assertThat(results.isArray()).isTrue();
      }
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .noneMatch(name -> name.startsWith("hs_err") || name.startsWith(".part"));
      }
    }
  }

  private List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }

  @Test
  void analyze_resume_goesOnWhereItStopped() throws IOException, InterruptedException {
    Files.copy(photo, folder.resolve("b.jpg"));
    assertThat(mien("analyze", "a.jpg", "--out", "r.jsonl").exitCode()).isZero();
    CommandRun resumed = mien("analyze", "a.jpg", "b.jpg", "--out", "r.jsonl", "--resume");
    assertThat(resumed.err()).contains("1 image done before");
    assertThat(Files.readAllLines(folder.resolve("r.jsonl"))).hasSize(2);
  }

  @Test
  void analyze_itsModelAsOutput_isRefused() throws IOException, InterruptedException {
    byte[] model = InstalledModels.bytes("small");
    Path file = Files.write(folder.resolve("my.onnx"), model);
    CommandRun run =
        mien("analyze", "a.jpg", "--model", "my.onnx", "--format", "csv", "--out", "my.onnx");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("my.onnx is one of the inputs");
    assertThat(file).hasBinaryContent(model);
  }

  @Test
  void analyze_resumeWithOtherOptions_isRefused() throws IOException, InterruptedException {
    Files.copy(photo, folder.resolve("b.jpg"));
    for (String out : List.of("r.jsonl", "r.csv")) {
      assertThat(mien("analyze", "a.jpg", "--out", out).exitCode()).isZero();
      String before = Files.readString(folder.resolve(out));
      CommandRun resumed = mien("analyze", "b.jpg", "--out", out, "--resume", "--prior", "uniform");
      assertThat(resumed.exitCode()).isEqualTo(2);
      assertThat(resumed.err())
          .contains("the earlier results (those of a.jpg) are not what these options");
      assertThat(Files.readString(folder.resolve(out))).isEqualTo(before);
    }
  }

  @Test
  void analyze_killed_losesNothingThatItHasDone() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("analyze"));
    for (int i = 0; i < 200; i++) {
      Path copy = Files.copy(photo, folder.resolve("p%03d.jpg".formatted(i)));
      command.add(String.valueOf(copy.getFileName()));
    }
    command.addAll(List.of("--out", "r.jsonl"));
    Process process = CommandRun.start(folder, command).start();
    Path left = null;
    for (int i = 0; i < 600 && (left == null || Files.size(left) < 2000); i++) {
      Thread.sleep(50);
      try (Stream<Path> files = Files.list(folder)) {
        left =
            files
                .filter(file -> file.getFileName().toString().startsWith(".part-"))
                .findFirst()
                .orElse(left);
      }
    }
    process.destroyForcibly().waitFor();
    assertThat(left).exists();
    assertThat(folder.resolve("r.jsonl")).doesNotExist();
    command.add("--resume");
    CommandRun resumed = CommandRun.of(folder, command);
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err()).containsPattern("[1-9]\\d* images? done before");
    assertThat(Files.readAllLines(folder.resolve("r.jsonl"))).hasSize(200).doesNotHaveDuplicates();
    assertThat(left).doesNotExist();
  }

  @Test
  void analyze_pictureThatCannotBeWritten_keepsTheFaces() throws IOException, InterruptedException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.write(out.resolve("a.jpg"), original);
    CommandRun run = mien("analyze", "a.jpg", "--annotated", "out", "--out", "r.csv");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("the annotated picture of a.jpg could not be written");
    assertThat(Files.readString(folder.resolve("r.csv"))).contains("happiness");
  }
}
