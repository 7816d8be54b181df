package dev.mien.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a CSV file to a model of one's own, by the commands of the README, on made-up faces. */
final class TrainingIT {
  @TempDir private Path folder;

  private CommandRun mien(String... arguments) throws IOException, InterruptedException {
    return CommandRun.of(folder, List.of(arguments));
  }

  private void writeData() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    try (BufferedWriter data = Files.newBufferedWriter(folder.resolve("fer.csv"));
        BufferedWriter votes = Files.newBufferedWriter(folder.resolve("votes.csv"))) {
      data.write("emotion,pixels,Usage\n");
      votes.write(
          "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n");
      for (int row = 0; row < 400; row++) {
        int label = row % 7;
        String usage = row < 256 ? "Training" : row < 328 ? "PublicTest" : "PrivateTest";
        StringBuilder pixels = new StringBuilder();
        for (int i = 0; i < 48 * 48; i++) {
          int along = label % 2 == 0 ? i % 48 : i / 48;
          pixels
              .append((int) (120 + 80 * Math.sin((label + 1) * along / 9.0)) + random.nextInt(20))
              .append(' ');
        }
        data.write(label + "," + pixels.toString().strip() + "," + usage + "\n");
        StringBuilder counts = new StringBuilder();
        for (int column = 0; column < 10; column++) {
          counts.append(column == label ? ",9" : column == 7 ? ",1" : ",0");
        }
        votes.write(usage + ",a.png" + counts + "\n");
      }
    }
  }

  @Test
  void trainEvaluateExportAnalyze_fromNothing_work() throws IOException, InterruptedException {
    writeData();
    CommandRun train =
        mien(
            "train",
            "--plan",
            "small",
            "--epochs",
            "1",
            "--data",
            "fer.csv",
            "--votes",
            "votes.csv",
            "--run",
            "run");
    assertThat(train.exitCode()).as(train.err()).isZero();
    assertThat(train.out())
        .contains("seed 1")
        .contains("epoch   1")
        .contains("Last epoch 1 of 1")
        .contains("images to learn from,")
        .contains("With fewer than 300 images for validation");
    assertThat(folder.resolve("run/curve.png")).exists();

    CommandRun again = mien("train", "--plan", "small", "--data", "fer.csv", "--run", "run");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("--resume");

    Path picture = Files.write(folder.resolve("picture.jpg"), new byte[] {1, 2, 3});
    CommandRun wrong =
        mien("export", "--run", "run", "--data", "fer.csv", "--out", "picture.jpg", "--force");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains(".onnx");
    assertThat(picture).hasBinaryContent(new byte[] {1, 2, 3});

    CommandRun export =
        mien(
            "export",
            "--run",
            "run",
            "--data",
            "fer.csv",
            "--votes",
            "votes.csv",
            "--out",
            "mine.onnx",
            "--name",
            "mine");
    assertThat(export.exitCode()).as(export.err()).isZero();
    assertThat(export.out()).contains("same answers in PyTorch and ONNX Runtime");

    assertThat(export.err()).doesNotContain("learnt from none");
    CommandRun evaluate =
        mien(
            "evaluate",
            "--model",
            "mine.onnx",
            "--data",
            "fer.csv",
            "--votes",
            "votes.csv",
            "--record");
    assertThat(evaluate.exitCode()).as(evaluate.err()).isZero();
    assertThat(evaluate.out())
        .contains("FER2013, original labels, test split, 72 images")
        .contains("FER+ strict majority")
        .contains("FER+ plurality")
        .contains("expected calibration error");
    assertThat(folder.resolve("out/evaluation/confusion-fer2013.png")).exists();
    assertThat(folder.resolve("out/evaluation/evaluation.json")).exists();

    String photo = CommandRun.ROOT.resolve("samples/sample1.jpg").toString();
    CommandRun analyze = mien("analyze", photo, "--model", "mine.onnx", "--format", "jsonl");
    assertThat(analyze.exitCode()).as(analyze.err()).isZero();
    assertThat(analyze.out()).contains("\"emotion\"");
  }

  @Test
  void quantize_installedModel_writesAModelThatAnalyzes() throws IOException, InterruptedException {
    writeData();
    Path other = Files.write(folder.resolve("photo.jpg"), new byte[] {1, 2, 3});
    CommandRun wrong =
        mien("quantize", "--model", "small", "--data", "fer.csv", "--out", "photo.jpg", "--force");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("a model file has the ending .onnx");
    assertThat(other).hasBinaryContent(new byte[] {1, 2, 3});
    CommandRun again =
        mien("quantize", "--model", "small-int8", "--data", "fer.csv", "--out", "again.onnx");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).isEqualTo("mien: small-int8 is in 8 bits already\n");
    assertThat(folder.resolve("again.onnx")).doesNotExist();

    CommandRun quantize =
        mien("quantize", "--model", "small", "--data", "fer.csv", "--out", "mine.onnx");
    assertThat(quantize.exitCode()).as(quantize.err()).isZero();
    assertThat(quantize.out())
        .contains("mine.onnx: 1.3 MB instead of 3.9 MB")
        .contains("fer2013, validation: ")
        .contains("(72 images)");
    String photo = CommandRun.ROOT.resolve("samples/sample1.jpg").toString();
    CommandRun analyze = mien("analyze", photo, "--model", "mine.onnx", "--format", "jsonl");
    assertThat(analyze.exitCode()).as(analyze.err()).isZero();
    assertThat(analyze.out()).contains("\"emotion\"");
  }

  @Test
  void train_includingTheValidationSplit_isExportedWithTheCalibrationOfItsTwin()
      throws IOException, InterruptedException {
    writeData();
    List<String> data = List.of("--data", "fer.csv", "--votes", "votes.csv");
    for (String run : List.of("twin", "both")) {
      List<String> train = new ArrayList<>(List.of("train", "--plan", "small", "--epochs", "1"));
      train.addAll(List.of("--run", run));
      train.addAll(data);
      if (run.equals("both")) {
        train.add("--include-validation");
      }
      CommandRun trained = mien(train.toArray(String[]::new));
      assertThat(trained.exitCode()).as(trained.err()).isZero();
      assertThat(trained.out())
          .doesNotContain("NaN")
          .contains(run.equals("both") ? "no images were held back" : "Last epoch 1 of 1");
    }
    List<String> export =
        new ArrayList<>(List.of("export", "--run", "both", "--out", "both.onnx", "--name", "both"));
    export.addAll(data);
    CommandRun alone = mien(export.toArray(String[]::new));
    assertThat(alone.exitCode()).as(alone.err()).isZero();
    assertThat(alone.err()).contains("72 of the 72 images").contains("--calibration-run");

    export.addAll(List.of("--calibration-run", "twin", "--force"));
    CommandRun exported = mien(export.toArray(String[]::new));
    assertThat(exported.exitCode()).as(exported.err()).isZero();
    assertThat(exported.err()).doesNotContain("too sure");
    assertThat(Files.readString(folder.resolve("both.onnx"), StandardCharsets.ISO_8859_1))
        .contains("training and validation splits");

    byte[] before = Files.readAllBytes(folder.resolve("both.onnx"));
    List<String> evaluate =
        new ArrayList<>(List.of("evaluate", "--model", "both.onnx", "--split", "validation"));
    evaluate.add("--record");
    evaluate.addAll(data);
    CommandRun evaluated = mien(evaluate.toArray(String[]::new));
    assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
    assertThat(evaluated.err()).contains("nothing is recorded in the card");
    assertThat(folder.resolve("both.onnx")).hasBinaryContent(before);

    List<String> more =
        new ArrayList<>(List.of("train", "--from", "both.onnx", "--epochs", "1", "--run", "more"));
    more.addAll(data);
    CommandRun further = mien(more.toArray(String[]::new));
    assertThat(further.exitCode()).as(further.err()).isZero();
    assertThat(further.err())
        .contains("72 of the 72 images for validation are among those that the model to start");
  }

  @Test
  void train_resumedWithoutNamingAnything_goesOnWithTheStoredPlan()
      throws IOException, InterruptedException {
    writeData();
    assertThat(mien("train", "--epochs", "1", "--data", "fer.csv").exitCode()).isZero();
    CommandRun resumed = mien("train", "--resume", "--data", "fer.csv");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.out())
        .contains("1 epoch, seed 1, 1 done")
        .contains("Last epoch 1 of 1")
        .doesNotContain("NaN");
  }

  @Test
  void train_stoppedByASignal_saysHowToGoOnAndDoesNotCrash()
      throws IOException, InterruptedException {
    writeData();
    Path out = folder.resolve("out.txt");
    Process process =
        CommandRun.start(
                folder,
                List.of(
                    "train",
                    "--plan",
                    "small",
                    "--epochs",
                    "50",
                    "--data",
                    "fer.csv",
                    "--run",
                    "run"))
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    Path log = folder.resolve("run/log.jsonl");
    for (int i = 0; i < 1200 && (!Files.exists(log) || Files.size(log) == 0); i++) {
      Thread.sleep(100);
    }
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(out))
        .contains("Stopped with")
        .contains("--resume")
        .doesNotContain("SIGSEGV");
    assertThat(folder.resolve("run/last.safetensors")).exists();
  }

  @Test
  void wrongUse_isOneSentence() throws IOException, InterruptedException {
    CommandRun missing = mien("train", "--plan", "small", "--data", "nowhere.csv", "--run", "run");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).isEqualTo("mien: there is no file nowhere.csv\n");
    assertThat(folder.resolve("run")).doesNotExist();
    CommandRun plan = mien("train", "--plan", "huge", "--data", "x.csv", "--run", "run");
    assertThat(plan.err()).contains("no plan \"huge\"");
    CommandRun protocol = mien("evaluate", "--protocol", "best", "--data", "x.csv");
    assertThat(protocol.exitCode()).isEqualTo(2);
    assertThat(protocol.err()).contains("unknown protocol \"best\"");
  }

  @Test
  void train_twoAtTheSameMomentOnAFreshMachine_bothEnd() throws IOException, InterruptedException {
    writeData();
    Path cache = Files.createDirectory(folder.resolve("cache"));
    List<Process> both = new ArrayList<>();
    for (String run : List.of("run-a", "run-b")) {
      ProcessBuilder command =
          CommandRun.start(
              folder,
              List.of(
                  "train", "--plan", "small", "--epochs", "1", "--data", "fer.csv", "--run", run));
      command.environment().put("JDK_JAVA_OPTIONS", "-Dorg.bytedeco.javacpp.cachedir=" + cache);
      both.add(
          command
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(run + ".log").toFile())
              .start());
    }
    for (Process process : both) {
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as("128 and more is a crash").isZero();
    }
  }
}
