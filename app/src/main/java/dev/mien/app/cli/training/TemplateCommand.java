package dev.mien.app.cli.training;

import dev.mien.app.cli.console.Progress;
import dev.mien.face.AlignmentTemplate;
import dev.mien.face.detection.BlazeFaceDetector;
import dev.mien.face.detection.DetectorMode;
import dev.mien.geometry.Point;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.TemplateMeasurement;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the alignment template. */
@Command(
    name = "template",
    description = "Measure where eyes, nose and mouth lie in a data set's training crops.",
    mixinStandardHelpOptions = true)
public final class TemplateCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "1",
      description = "Look at every Nth image only.")
  private int every;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<Sample> training =
        data.readForTraining().stream()
            .filter(
                sample ->
                    sample.split() == Split.TRAINING && sample.row() % Math.max(1, every) == 0)
            .toList();
    try (BlazeFaceDetector detector = new BlazeFaceDetector(DetectorMode.NEAR);
        Progress progress = Progress.start("Measuring", " images", training.size(), false)) {
      TemplateMeasurement measurement =
          TemplateMeasurement.of(training, detector, progress::stepTo);
      AlignmentTemplate template = measurement.template();
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          "%d of %d images show exactly one face%n", measurement.found(), measurement.total());
      print(out, "right eye", template.rightEye());
      print(out, "left eye", template.leftEye());
      print(out, "nose", template.nose());
      print(out, "mouth", template.mouth());
      out.flush();
    }
    return 0;
  }

  private static void print(PrintWriter out, String name, Point point) {
    out.printf(Locale.ROOT, "%-9s  %.4f %.4f%n", name, point.x(), point.y());
  }
}
