package dev.mien.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of images like CK+48, measured, cross-validated and learnt from by command. */
final class StudyIT {
  private static final List<String> CLASSES = List.of("anger", "contempt", "happy");

  @TempDir private Path folder;

  private CommandRun mien(String... arguments) throws IOException, InterruptedException {
    return CommandRun.of(folder, List.of(arguments));
  }

  /** Twelve people, two sequences of two frames each; or nobody in particular. */
  private void writeFaces(String name, boolean subjects) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Path root = folder.resolve(name);
    for (int subject = 0; subject < 12; subject++) {
      for (int sequence = 0; sequence < 2; sequence++) {
        int label = (subject + sequence) % CLASSES.size();
        for (int frame = 0; frame < 2; frame++) {
          BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_BYTE_GRAY);
          byte[] pixels = new byte[48 * 48];
          for (int i = 0; i < pixels.length; i++) {
            double wave = Math.sin((label + 2) * (i % 48) / 9.0);
            pixels[i] = (byte) (120 + 80 * wave + random.nextInt(20));
          }
          image.getRaster().setDataElements(0, 0, 48, 48, pixels);
          Path target = Files.createDirectories(root.resolve(CLASSES.get(label)));
          String file =
              subjects
                  ? "S%03d_%03d_%08d.png".formatted(subject, sequence, frame)
                  : "face%d-%d-%d.png".formatted(subject, sequence, frame);
          ImageIO.write(image, "png", target.resolve(file).toFile());
        }
      }
    }
  }

  @Test
  void evaluate_folder_answersWithItsClassesAlone() throws IOException, InterruptedException {
    writeFaces("ck", true);
    CommandRun run = mien("evaluate", "--data", "ck", "--flip", "--out", "report");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Image folder, test split, 48 images")
        .contains("Note: the data are not divided into splits")
        .contains("mirrored too")
        .contains("one view, restricted to the folder's classes")
        .contains("free: any of the eight may be answered")
        .contains("restricted, uniform prior")
        .contains("restricted, prior estimated from these answers: happiness")
        .contains("contempt")
        .doesNotContain("  surprise");
    assertThat(Files.readString(folder.resolve("report/evaluation.html"))).contains("Image folder");
    CommandRun held = mien("evaluate", "--data", "ck", "--split", "validation", "--out", "held");
    assertThat(held.out()).contains("Image folder, validation split, 8 images");
    Path page = folder.resolve("held/evaluation.html");
    Files.writeString(page, "<html>my page</html>");
    CommandRun foreign = mien("evaluate", "--data", "ck", "--out", "held");
    assertThat(foreign.exitCode()).isEqualTo(2);
    assertThat(foreign.err()).contains("evaluation.html exists and is an HTML").contains("--force");
    assertThat(page).hasContent("<html>my page</html>");
    CommandRun wrong = mien("evaluate", "--data", "ck", "--protocol", "fer2013");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("needs FER2013's file");
  }

  @Test
  void crossValidate_bySubject_writesAReport() throws IOException, InterruptedException {
    writeFaces("ck", true);
    CommandRun run =
        mien(
            "cross-validate",
            "--data",
            "ck",
            "--folds",
            "3",
            "--epochs",
            "1",
            "--from",
            "small",
            "--out",
            "cv");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Run 3 of 3: fold 3 of 3; about")
        .contains("fold 1 of 3: S0")
        .contains("without fine-tuning")
        .contains("Image folder, test split, 48 images")
        .contains("are not calibrated")
        .doesNotContain("the same people");
    assertThat(folder.resolve("cv/evaluation.html")).exists();
    CommandRun again =
        mien("cross-validate", "--data", "ck", "--folds", "3", "--epochs", "1", "--out", "cv");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).contains("3 of 3 runs were done before").doesNotContain("epoch   1");
    CommandRun longer =
        mien("cross-validate", "--data", "ck", "--folds", "3", "--epochs", "2", "--out", "cv");
    assertThat(longer.exitCode()).isEqualTo(2);
    assertThat(longer.err()).contains("was begun by another plan");
    CommandRun other =
        mien("cross-validate", "--data", "ck", "--folds", "4", "--epochs", "1", "--out", "cv");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("other images or folds");
  }

  @Test
  void crossValidate_randomFolds_areRefusedOrWarnedOf() throws IOException, InterruptedException {
    writeFaces("nameless", false);
    CommandRun refused = mien("cross-validate", "--data", "nameless", "--folds", "2");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--group none");
    writeFaces("ck", true);
    CommandRun warned =
        mien(
            "cross-validate",
            "--data",
            "ck",
            "--folds",
            "2",
            "--epochs",
            "1",
            "--from",
            "small",
            "--freeze",
            "2",
            "--group",
            "none",
            "--out",
            "cv");
    assertThat(warned.exitCode()).as(warned.err()).isZero();
    assertThat(warned.out()).contains("Note: random folds");
    assertThat(Files.readString(folder.resolve("cv/evaluation.html"))).contains("random folds");
  }

  @Test
  void train_onAFolderFromAnInstalledModel_holdsPeopleOut()
      throws IOException, InterruptedException {
    writeFaces("ck", true);
    CommandRun run =
        mien(
            "train",
            "--data",
            "ck",
            "--from",
            "small",
            "--teacher",
            "base",
            "--freeze",
            "1",
            "--epochs",
            "1",
            "--run",
            "run");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Plan fine-tune").contains("Last epoch 1 of 1");
    CommandRun frozen = mien("train", "--data", "ck", "--freeze", "1", "--run", "other");
    assertThat(frozen.exitCode()).isEqualTo(2);
    assertThat(frozen.err()).contains("add --from");
  }

  @Test
  void evaluate_manifest_reportsGroupsAndSequences() throws IOException, InterruptedException {
    writeFaces("ck", true);
    StringBuilder manifest = new StringBuilder("path,label,age\n");
    try (Stream<Path> files = Files.walk(folder.resolve("ck"))) {
      files
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(
              file -> {
                String label = String.valueOf(file.getName(file.getNameCount() - 2));
                String age = file.getFileName().toString().startsWith("S00") ? "old" : "young";
                manifest.append("%s,%s,%s\n".formatted(folder.relativize(file), label, age));
              });
    }
    Files.writeString(folder.resolve("faces.csv"), manifest);
    CommandRun run =
        mien("evaluate", "--data", "faces.csv", "--group-by", "age", "--out", "report");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("vote over the frames of each of 24 sequences")
        .contains("Image folder by age")
        .contains("  old                40")
        .contains("  young               8")
        .contains("no two groups have the 30 images");
    assertThat(Files.readString(folder.resolve("report/evaluation.html"))).contains("by age");
    CommandRun wrong = mien("evaluate", "--data", "faces.csv", "--group-by", "height");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("no image has a property \"height\"").hasLineCount(1);
  }

  @Test
  void audit_ofADividedFolder_findsWhatCrosses() throws IOException, InterruptedException {
    writeFaces("faces/train", true);
    writeFaces("faces/test", true);
    Files.writeString(folder.resolve("faces/test/happy/broken.png"), "no image");
    CommandRun run = mien("audit", "--data", "faces", "--strict", "--out", "audit");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.out())
        .contains("96 images")
        .contains("test images with a twin in the training split: 48 (48 identical)")
        .contains("Subjects in more than one split: 12")
        .contains("No face found in: 96")
        .contains("broken.png")
        .contains("The report is in audit/audit.html");
    assertThat(Files.readString(folder.resolve("audit/audit.html"))).contains("data:image/png");
    assertThat(folder.resolve("audit/audit.json")).exists();
    CommandRun inside = mien("audit", "--data", "faces", "--out", "faces/train/happy");
    assertThat(inside.exitCode()).isEqualTo(2);
    assertThat(inside.err()).contains("lies in the folder of the data");
    Files.writeString(folder.resolve("list.csv"), "path,label\naudit/mine.png,happy\n");
    Files.copy(
        folder.resolve("faces/test/anger/S000_000_00000000.png"), folder.resolve("audit/mine.png"));
    CommandRun among = mien("audit", "--data", "list.csv", "--out", "audit");
    assertThat(among.exitCode()).isEqualTo(2);
    assertThat(among.err()).contains("holds inputs, which are never overwritten");
    CommandRun undivided =
        mien("audit", "--data", "faces/test", "--demonstrate-leaks", "--out", "audit");
    assertThat(undivided.exitCode()).isEqualTo(2);
    assertThat(undivided.err()).contains("the training split has none");
  }

  @Test
  void ablate_withoutVotes_isRefused() throws IOException, InterruptedException {
    writeFaces("ck", true);
    CommandRun run = mien("ablate", "--data", "ck");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--votes");
  }
}
