package dev.mien.app.cli.training;

import dev.mien.app.cli.console.UserException;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.training.dataset.Sample;
import dev.mien.training.train.Teacher;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Whose answers a network learns from beside the labels. */
final class TeacherOption {
  @Option(
      names = "--teacher",
      paramLabel = "NAME|FILE|RUN",
      arity = "1..*",
      description =
          "Learn from the answers of these models, or of the best epochs of these runs, too, averaged; the plan's teacher_weight says how much.")
  private List<String> teachers = List.of();

  /**
   * The teachers, in the order of the command line.
   *
   * @throws IOException if one cannot be read
   */
  List<Teacher> read() throws IOException {
    List<Teacher> read = new ArrayList<>();
    for (String teacher : teachers) {
      if (teacher.startsWith("-")) {
        throw new UserException("there is no option " + teacher); // As it takes several values.
      }
      read.add(
          !InstalledModels.contains(teacher) && Files.isDirectory(Path.of(teacher))
              ? Teacher.ofRun(Path.of(teacher))
              : Teacher.ofModel(InstalledModels.read(teacher)));
    }
    return read;
  }

  /** Accuracy on images that a teacher has learnt says little. */
  static void remarkKnown(PrintWriter err, List<Teacher> read, List<Sample> validation)
      throws IOException {
    KnownImages.remarkMost(
        err, Teacher.trainingImagesOf(read), validation, "a teacher was trained on");
  }
}
