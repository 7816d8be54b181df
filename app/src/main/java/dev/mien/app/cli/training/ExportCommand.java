package dev.mien.app.cli.training;

import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.FileKind;
import dev.mien.app.cli.files.OutputFile;
import dev.mien.app.cli.files.OutputOptions;
import dev.mien.output.Plural;
import dev.mien.training.dataset.ImageFingerprints;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.export.ModelExporter;
import dev.mien.training.export.ParityException;
import dev.mien.training.export.Provenance;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a model file of a training run. */
@Command(
    name = "export",
    description = {
      "Write the best weights of a run as one self-describing ONNX file.",
      "Probabilities are calibrated on the validation split, and the file is kept only if ONNX Runtime computes what PyTorch computes."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ExportCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run's folder.")
  private Path run = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "The model file to write.")
  private Path out = Path.of("");

  @Option(
      names = "--average",
      description =
          "Take the mean of the weights of the epochs that train --keep left, not the best epoch's.")
  private boolean average;

  @Option(
      names = "--calibration-run",
      paramLabel = "DIR",
      description =
          "Calibrate by this run of the same plan and number of epochs, for a run that learnt from the validation split, too (train --include-validation).")
  private @Nullable Path calibrationRun;

  @Option(names = "--name", description = "The name on the card (default: the plan's).")
  private @Nullable String name;

  @Mixin private OutputOptions outputs = new OutputOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ModelFileName.check(out);
    checkCalibrationRun();
    byte[] model;
    try (OutputFile file = outputs.prepare(out, FileKind.MODEL, data.files())) {
      TrainedRun trained = open(run);
      TrainedRun calibrated = calibrationRun == null ? trained : open(calibrationRun);
      String chosen = name == null ? trained.plan().name() : name;
      List<Sample> samples = data.readForTraining();
      List<Sample> validation = Split.VALIDATION.of(samples);
      boolean both = trained.trainingImages().holdMostOf(validation);
      if (calibrationRun != null && !both) {
        throw new UserException(
            run + " did not learn from the validation split: leave --calibration-run out");
      }
      remarkOtherData(trained.trainingImages(), samples);
      remarkKnown(calibrated.trainingImages(), validation);
      remarkFew(validation);
      String words = data.inWords(both);
      if (calibrationRun != null && !calibrated.trainingImages().holdMostOf(validation)) {
        words += "; calibrated by a run of the same plan that learnt from the training split alone";
      }
      model =
          ModelExporter.export(
              trained,
              calibrated,
              samples,
              new Provenance(chosen, words, data.protocols(), revision()));
      Files.write(file.path(), model);
      file.commit();
    } catch (ParityException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %.1f MB, same answers in PyTorch and ONNX Runtime%n",
            out,
            model.length / 1e6);
    spec.commandLine().getOut().flush();
    return 0;
  }

  /**
   * A model that is calibrated on other people's faces than it learnt from may be what is wanted.
   */
  private void remarkOtherData(ImageFingerprints learnt, List<Sample> samples) {
    if (learnt.size() > 0 && samples.stream().noneMatch(learnt::contains)) {
      spec.commandLine()
          .getErr()
          .println(
              "mien: the run learnt from none of these images; the model is calibrated on them all the same");
    }
  }

  private TrainedRun open(Path folder) throws IOException {
    return average ? TrainedRun.openAverage(folder) : TrainedRun.open(folder);
  }

  /** Only a run that did the same, but for the images, can stand in for another. */
  private void checkCalibrationRun() throws IOException {
    if (calibrationRun == null || !Files.exists(run) || !Files.exists(calibrationRun)) {
      return;
    }
    if (Files.isSameFile(run, calibrationRun)) {
      throw new UserException(
          "--calibration-run names the run itself; it is for another run of the same plan, which did not learn from the validation split");
    }
    int epochs = TrainedRun.epochsDone(run);
    int others = TrainedRun.epochsDone(calibrationRun);
    if (epochs != others) {
      throw new UserException(
          "%s has done %d epochs and %s %d: --calibration-run is for a run of as many"
              .formatted(run, epochs, calibrationRun, others));
    }
  }

  /** On what it has learnt a model is right more often than elsewhere. */
  private void remarkKnown(ImageFingerprints learnt, List<Sample> validation) {
    if (learnt.countOf(validation) == 0) {
      return;
    }
    String consequence =
        !learnt.holdMostOf(validation)
            ? "the figures on the card are too high for images that it has not seen"
            : calibrationRun != null
                ? "the model will be too sure of itself"
                : "the model will be too sure of itself (for a run with --include-validation, name its twin without by --calibration-run)";
    KnownImages.remark(
        spec.commandLine().getErr(),
        learnt,
        validation,
        "to calibrate on",
        "the run, or the model that it started from, learnt from",
        consequence);
  }

  private void remarkFew(List<Sample> validation) {
    if (validation.size() < Trainer.LEAST_VALIDATION) {
      spec.commandLine()
          .getErr()
          .printf(
              "mien: %s to calibrate on: how sure the model is of itself, and where it calls an answer uncertain, is rough%n",
              Plural.count(validation.size(), "image"));
      spec.commandLine().getErr().flush();
    }
  }

  /** The commit that trained the model, or "unknown" outside a checkout. */
  private static String revision() {
    try {
      Process git =
          new ProcessBuilder("git", "rev-parse", "--short", "HEAD")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? text : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
