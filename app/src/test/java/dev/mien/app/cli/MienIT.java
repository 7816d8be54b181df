package dev.mien.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a user meets it: a real process, real photos, its real output. */
final class MienIT {
  private static final Path SAMPLES = CommandRun.ROOT.resolve("samples");

  @TempDir private Path folder;

  private CommandRun mien(String... arguments) throws IOException, InterruptedException {
    return CommandRun.of(folder, List.of(arguments));
  }

  @Test
  void analyze_samplePhotos_findsThe22FacesAndDrawsThem() throws IOException, InterruptedException {
    CommandRun run = mien("analyze", SAMPLES + "/*.jpg", "--annotated", "out");
    assertThat(run.exitCode()).isZero();
    assertThat(
            run.lines().stream()
                .filter(line -> line.contains("faces"))
                .map(line -> line.replaceAll(".*, ", "")))
        .containsExactly("3 faces", "3 faces", "3 faces", "4 faces", "5 faces", "4 faces");
    assertThat(run.err()).contains("6 images, 22 faces");
    try (Stream<Path> pictures = Files.list(folder.resolve("out"))) {
      for (Path picture : pictures.toList()) {
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(1920);
      }
    }
    assertThat(folder.resolve("out/sample6.jpg")).exists();
  }

  @Test
  void analyze_samplePhotos_answersAsTheReadmeShows() throws IOException, InterruptedException {
    String readme = Files.readString(CommandRun.ROOT.resolve("README.md"));
    int start = readme.indexOf("samples/sample1.jpg  ");
    List<String> shown = readme.substring(start, readme.indexOf("\n...", start)).lines().toList();
    List<String> printed =
        CommandRun.of(
                CommandRun.ROOT, List.of("analyze", "samples/sample1.jpg", "samples/sample2.jpg"))
            .lines();
    assertThat(printed.stream().map(MienIT::withoutNumbers).toList())
        .isEqualTo(shown.stream().map(MienIT::withoutNumbers).toList());
    assertThat(printed.stream().flatMapToInt(MienIT::numbers).toArray())
        .usingElementComparator((a, b) -> Math.abs(a - b) <= 2 ? 0 : a - b)
        .containsExactly(shown.stream().flatMapToInt(MienIT::numbers).toArray());
  }

  /** A face's line without what another processor may round otherwise; other lines as they are. */
  private static String withoutNumbers(String line) {
    return isFace(line) ? line.replaceAll("[█·\\s]|\\d+", "") : line;
  }

  private static IntStream numbers(String line) {
    return isFace(line)
        ? Pattern.compile("\\d+").matcher(line).results().mapToInt(m -> Integer.parseInt(m.group()))
        : IntStream.empty();
  }

  private static boolean isFace(String line) {
    return line.startsWith("  ");
  }

  @Test
  void analyze_prior_isExchangedAndTheModelsOwnStays() throws IOException, InterruptedException {
    String photo = SAMPLES.resolve("sample2.jpg").toString();
    JsonNode web = face(mien("analyze", photo, "--format", "jsonl"), 0);
    JsonNode uniform = face(mien("analyze", photo, "--format", "jsonl", "--prior", "uniform"), 0);
    assertThat(web.has("model_probabilities")).isFalse();
    assertThat(uniform.get("model_probabilities")).isEqualTo(web.get("probabilities"));
    assertThat(uniform.at("/probabilities/neutral").asDouble())
        .isLessThan(web.at("/probabilities/neutral").asDouble());
    Files.writeString(folder.resolve("prior.json"), "{\"neutral\": 1}");
    JsonNode neutral =
        face(mien("analyze", photo, "--format", "jsonl", "--prior", "prior.json"), 0);
    assertThat(neutral.get("emotion").asText()).isEqualTo("neutral");
    CommandRun estimated = mien("analyze", SAMPLES.toString(), "--prior", "estimate");
    assertThat(estimated.exitCode()).isZero();
    assertThat(estimated.err()).contains("expressions of 22 faces, estimated: neutral");
    CommandRun replacing = mien("analyze", photo, "--prior", "prior.json", "--out", "prior.json");
    assertThat(replacing.exitCode()).isEqualTo(2);
    assertThat(replacing.err()).contains("never overwritten");
    CommandRun wrong = mien("analyze", photo, "--prior", "posed");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("there is no file posed");
  }

  @Test
  void analyze_precision_choosesTheFormOfTheModel() throws IOException, InterruptedException {
    String photo = SAMPLES.resolve("sample2.jpg").toString();
    JsonNode named = face(mien("analyze", photo, "--format", "jsonl", "--model", "base-int8"), 0);
    JsonNode int8 = face(mien("analyze", photo, "--format", "jsonl", "--precision", "int8"), 0);
    JsonNode exact = face(mien("analyze", photo, "--format", "jsonl", "--precision", "fp32"), 0);
    assertThat(int8).isEqualTo(named).isNotEqualTo(exact);
    assertThat(int8.get("emotion")).isEqualTo(exact.get("emotion"));
    CommandRun wrong = mien("analyze", photo, "--precision", "int4");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("int4");
  }

  private static JsonNode face(CommandRun run, int index) throws IOException {
    return new ObjectMapper().readTree(run.out()).get("faces").get(index);
  }

  @Test
  void analyze_folderWithBadFiles_givesEightRowsThreeWithReasonsAndExitCodeOne()
      throws IOException, InterruptedException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    for (int i = 1; i <= 5; i++) {
      Files.copy(SAMPLES.resolve("sample" + i + ".jpg"), photos.resolve("good" + i + ".jpg"));
    }
    byte[] photo = Files.readAllBytes(SAMPLES.resolve("sample6.jpg"));
    Files.write(photos.resolve("cut.jpg"), Arrays.copyOf(photo, photo.length / 2));
    Files.writeString(photos.resolve("text.jpg"), "this is text");
    Files.createFile(photos.resolve("empty.jpg"));
    CommandRun run = mien("analyze", "photos", "--format", "jsonl");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.lines()).hasSize(8);
    List<String> reasons = new ArrayList<>();
    for (String line : run.lines()) {
      JsonNode error = new ObjectMapper().readTree(line).get("error");
      if (error != null) {
        reasons.add(error.asText());
      }
    }
    assertThat(reasons)
        .containsExactlyInAnyOrder(
            "the image is damaged or cut short",
            "the file is empty",
            "it is not a JPEG, PNG, GIF, BMP, WebP, TIFF, HEIC or AVIF image");
    assertThat(run.err()).contains("3 failed");
  }

  @Test
  void analyze_everyFormat_holdsTheSameNumbers() throws IOException, InterruptedException {
    String photo = SAMPLES.resolve("sample3.jpg").toString();
    JsonNode line = new ObjectMapper().readTree(mien("analyze", photo, "--format", "jsonl").out());
    JsonNode array = new ObjectMapper().readTree(mien("analyze", photo, "--format", "json").out());
    CommandRun csv = mien("analyze", photo, "--out", "a.csv", "--quiet");
    assertThat(array.get(0)).isEqualTo(line);
    assertThat(csv.out()).isEmpty();
    assertThat(csv.err()).isEmpty();
    List<String> rows = Files.readAllLines(folder.resolve("a.csv"));
    assertThat(rows).hasSize(4);
    int column = Arrays.asList(rows.get(0).split(",", -1)).indexOf("happiness");
    for (int i = 0; i < 3; i++) {
      assertThat(rows.get(i + 1).split(",", -1)[column])
          .isEqualTo(
              line.get("faces")
                  .get(i)
                  .get("probabilities")
                  .get("happiness")
                  .decimalValue()
                  .toPlainString());
    }
  }

  @Test
  void analyze_standardInput_takesAnImageOrAListOfPaths() throws IOException, InterruptedException {
    byte[] photo = Files.readAllBytes(SAMPLES.resolve("sample1.jpg"));
    CommandRun image = CommandRun.of(folder, photo, List.of("analyze", "-", "--annotated", "out"));
    assertThat(image.exitCode()).isZero();
    assertThat(image.out()).startsWith("standard input  1920 x 1280, 3 faces");
    assertThat(folder.resolve("out/image.jpg")).exists();
    byte[] list =
        (SAMPLES.resolve("sample1.jpg") + "\n" + SAMPLES.resolve("sample2.jpg") + "\n")
            .getBytes(StandardCharsets.UTF_8);
    CommandRun paths = CommandRun.of(folder, list, List.of("analyze", "-", "--format", "jsonl"));
    assertThat(paths.lines()).hasSize(2);
  }

  @Test
  void analyze_wrongUse_isOneSentenceAndExitCodeTwo() throws IOException, InterruptedException {
    for (List<String> wrong :
        List.of(
            List.of("analyze"),
            List.of("analyze", "--frmat", "csv", "a.jpg"),
            List.of("analyze", "*.nothing"),
            List.of("analyze", "a.jpg", "--model", "nowhere.onnx"),
            List.of("analyze", "a.jpg", "--min-confidence", "7"),
            List.of("analyze", "a.jpg", "--attention"),
            List.of("nonsense"))) {
      CommandRun run = CommandRun.of(folder, wrong);
      assertThat(run.exitCode()).as("%s", wrong).isEqualTo(2);
      assertThat(run.err()).as("%s", wrong).startsWith("mien: ").doesNotContain("\tat ");
    }
  }

  @Test
  void analyze_missingFile_isARowWithAReason() throws IOException, InterruptedException {
    CommandRun run = mien("analyze", "nowhere.jpg");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("nowhere.jpg  failed: there is no such file\n");
    assertThat(mien("analyze", "nowhere.jpg", "--annotated", "out").err())
        .contains("1 image, 0 faces, 1 failed")
        .doesNotContain("pictures in");
  }

  @Test
  void help_any_fitsEightyColumns() throws IOException, InterruptedException {
    for (String command : List.of("analyze", "video", "camera", "serve", "evaluate", "train")) {
      for (String[] arguments : new String[][] {{"--help"}, {command, "--help"}}) {
        assertThat(mien(arguments).lines())
            .as(command)
            .allMatch(line -> line.length() <= 80)
            .noneMatch(line -> line.matches("[a-z]{1,8}\\.?"));
      }
    }
  }

  @Test
  void analyze_stoppedHalfway_leavesValidJson() throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("analyze", "--out", "results.json"));
    arguments.addAll(Collections.nCopies(400, SAMPLES.resolve("sample1.jpg").toString()));
    Process process = CommandRun.start(folder, arguments).start();
    Path results = folder.resolve("results.json");
    for (int i = 0; i < 600 && sizeOfUnfinished() < 5_000; i++) {
      Thread.sleep(100);
    }
    assertThat(results).as("moved to its place once complete").doesNotExist();
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    JsonNode array = new ObjectMapper().readTree(results.toFile());
    assertThat(array.size()).isBetween(1, 399);
    byte[] complete = Files.readAllBytes(results); // As if it were: the next one is stopped, too.
    Path error = folder.resolve("error.txt");
    Process second = CommandRun.start(folder, arguments).redirectError(error.toFile()).start();
    for (int i = 0; i < 600 && sizeOfUnfinished() < 5_000; i++) {
      Thread.sleep(100);
    }
    second.destroy();
    assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(error)
        .content()
        .containsPattern(
            "stopped after \\d+ images?; results.json is as it was, and what was done is in results-stopped.json");
    assertThat(results).hasBinaryContent(complete);
    assertThat(new ObjectMapper().readTree(folder.resolve("results-stopped.json").toFile()).size())
        .isBetween(1, 399);
  }

  @Test
  void analyze_listWithZeroBytes_isAListOfPaths() throws IOException, InterruptedException {
    byte[] list =
        (SAMPLES.resolve("sample1.jpg") + "\0" + SAMPLES.resolve("sample2.jpg") + "\0")
            .getBytes(StandardCharsets.UTF_8);
    CommandRun run = CommandRun.of(folder, list, List.of("analyze", "-", "--format", "jsonl"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.lines()).hasSize(2);
  }

  private long sizeOfUnfinished() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(".part-"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  @Test
  void help_teachesByExample() throws IOException, InterruptedException {
    CommandRun help = mien("--help");
    assertThat(help.out())
        .contains("mien analyze photos/ --annotated out/")
        .contains("mien serve")
        .contains("EU AI Act");
    assertThat(help.err()).as("no text is a broken format").isEmpty();
    for (String command : new String[] {"video", "camera", "sessions", "serve", "evaluate"}) {
      CommandRun one = mien(command, "--help");
      assertThat(one.out()).as(command).contains("Usage: mien " + command);
      assertThat(one.err()).as(command).isEmpty();
    }
    assertThat(mien("analyze", "--help").out()).contains("--detector-mode").contains("Examples:");
    assertThat(mien("--version").out()).startsWith("mien ");
    assertThat(mien("generate-completion").out()).contains("complete -F");
  }

  @Test
  void models_areIntactAndSayHowGoodTheyAre() throws IOException, InterruptedException {
    CommandRun run = mien("models");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("(default)")
        .contains("  ok")
        .contains("ferplus-majority")
        .contains("95 % interval");
  }

  @Test
  void readme_tenLineProgram_compilesAndRunsAgainstTheBuiltJar()
      throws IOException, InterruptedException {
    String readme = Files.readString(CommandRun.ROOT.resolve("README.md"));
    int start = readme.indexOf("```java\n") + 8;
    String program = readme.substring(start, readme.indexOf("```", start));
    assertThat(program.lines().count()).isLessThanOrEqualTo(12);
    Files.writeString(folder.resolve("Hello.java"), program);
    Files.copy(SAMPLES.resolve("sample1.jpg"), folder.resolve("photo.jpg"));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-cp",
                CommandRun.ROOT.resolve("app/target/lib") + "/*",
                "Hello.java")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out.lines().filter(line -> line.contains("%"))).hasSize(3);
  }
}
