package dev.mien.app.cli.training;

import dev.mien.app.cli.console.StopSignal;
import dev.mien.app.cli.console.UserException;
import dev.mien.app.cli.files.Fonts;
import dev.mien.app.cli.files.OutputException;
import dev.mien.expression.onnx.InstalledModels;
import dev.mien.output.Plural;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.network.ModelMetadata;
import dev.mien.training.train.CurvePicture;
import dev.mien.training.train.DivergedException;
import dev.mien.training.train.EpochResult;
import dev.mien.training.train.FineTuning;
import dev.mien.training.train.RunOptions;
import dev.mien.training.train.TrainedRun;
import dev.mien.training.train.Trainer;
import dev.mien.training.train.TrainingListener;
import dev.mien.training.train.TrainingPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a model. */
@Command(
    name = "train",
    description = {
      "Train an expression model.",
      "A run lives in a folder: plan, log, curve and checkpoints. What is interrupted goes on with --resume, to the same weights."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  mien train --plan small --data fer2013.csv.gz --votes fer2013new.csv \\",
      "    --run runs/a",
      "  mien train --run runs/a --resume --data fer2013.csv.gz --votes fer2013new.csv",
      "  mien export --run runs/a --data fer2013.csv.gz --votes fer2013new.csv \\",
      "    --out a.onnx"
    })
public final class TrainCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--plan",
      paramLabel = "NAME|FILE",
      description =
          "small, base or a plan file (default: base; with --from, plan fine-tune for the network of that model and the number of images).")
  private @Nullable String plan;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "The run's folder (default: runs/ and the plan's name).")
  private @Nullable Path run;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the data, in place of the plan's number.")
  private @Nullable Integer epochs;

  @Mixin private FittingOptions fitting = new FittingOptions();

  @Option(
      names = "--from",
      paramLabel = "NAME|FILE",
      description = "Start from the weights of this model instead of fresh ones.")
  private @Nullable String from;

  @Mixin private TeacherOption teachers = new TeacherOption();

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Keep the weights of the last N epochs, for export --average (default: the best epoch's alone).")
  private int keep;

  @Option(
      names = "--include-validation",
      description =
          "Learn from the validation split, too, once the plan was chosen by it: the last epoch's weights are taken, and export wants --calibration-run.")
  private boolean includeValidation;

  @Option(names = "--resume", description = "Go on with the run in the folder.")
  private boolean resume;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (epochs != null && epochs < 1) {
      throw new UserException("--epochs must be 1 or more");
    }
    byte[] model = from == null ? null : InstalledModels.read(from);
    // Only the plan for fine-tuning depends on the data; a wrong plan or folder is reported at
    // once.
    List<Sample> early = plan == null && model != null ? data.readForTraining() : null;
    int images = early == null ? 0 : Split.TRAINING.of(early).size();
    FineTuning tuning =
        early != null && model != null
            ? FineTuning.of(model, images)
            : FineTuning.by(TrainingPlan.open(plan == null ? "base" : plan));
    Path folder = run == null ? Path.of("runs", tuning.plan().name()) : run;
    if (resume && !Files.exists(folder.resolve("plan.json"))) {
      spec.commandLine().getErr().println("mien: " + folder + " holds no run yet: it begins now");
      spec.commandLine().getErr().flush();
    }
    TrainingPlan chosen = plan(tuning.plan(), folder);
    OptionalInt stored = resume ? TrainedRun.frozenStages(folder) : OptionalInt.empty();
    RunOptions options = options(model, stored.orElse(tuning.frozenStages()));
    data.requirePresent();
    Trainer trainer = new Trainer(chosen, folder, options);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "Plan %s: %,d parameters, %s, seed %d, %d done; run in %s%n",
        chosen.name(),
        trainer.network().state().parameterCount(),
        Plural.count(chosen.epochs(), "epoch"),
        fitting.seed(),
        trainer.epochsDone(),
        folder);
    out.flush();
    List<Sample> samples = splits(early == null ? data.readForTraining() : early);
    List<Sample> validation = Split.VALIDATION.of(samples);
    out.printf(
        Locale.ROOT,
        "%s to learn from, %,d for validation%n",
        Plural.count(Split.TRAINING.of(samples).size(), "image"),
        validation.size());
    out.flush();
    remarkKnown(options, validation);
    try (StopSignal signal = new StopSignal()) {
      return train(trainer, samples, reporter(trainer, chosen, folder, signal), out);
    }
  }

  private List<Sample> splits(List<Sample> samples) {
    if (!includeValidation) {
      return samples;
    }
    if (Split.VALIDATION.of(samples).isEmpty()) {
      throw new UserException(
          "--include-validation: the data holds no images for validation to include");
    }
    return Split.VALIDATION.movedTo(Split.TRAINING, samples);
  }

  /** Accuracy on images that the model to start from, or a teacher, has learnt says little. */
  private void remarkKnown(RunOptions options, List<Sample> validation) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    byte[] model = options.from();
    if (model != null) {
      KnownImages.remarkMost(
          err,
          ModelMetadata.trainingImages(model),
          validation,
          "the model to start from was trained on");
    }
    TeacherOption.remarkKnown(err, options.teachers(), validation);
  }

  /** Prints every epoch and keeps the curve's picture up to date. */
  private TrainingListener reporter(
      Trainer trainer, TrainingPlan chosen, Path folder, StopSignal signal) {
    boolean curves = canDrawCurves();
    return new TrainingReporter(
        chosen.epochs(),
        spec.commandLine().getOut(),
        signal,
        result -> {
          if (curves) {
            drawCurve(chosen.name(), trainer.results(), folder.resolve("curve.png"));
          }
        });
  }

  /** A machine without fonts trains all the same. */
  private boolean canDrawCurves() {
    try {
      Fonts.require();
      return true;
    } catch (OutputException e) {
      spec.commandLine().getErr().println("mien: no curve.png: " + e.getMessage());
      return false;
    }
  }

  private static void drawCurve(String name, List<EpochResult> results, Path file) {
    try {
      ImageIO.write(CurvePicture.draw("Plan " + name, results), "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunOptions options(byte @Nullable [] model, int frozen) throws IOException {
    RunOptions all = fitting.startingFrom(model, frozen).taughtBy(teachers.read()).keeping(keep);
    return resume ? all.resuming() : all;
  }

  /**
   * Trains and reports. All is printed before the signal is closed: then the JVM may be gone at
   * once.
   */
  private static int train(
      Trainer trainer, List<Sample> samples, TrainingListener reporter, PrintWriter out)
      throws IOException {
    try {
      trainer.train(samples, reporter);
    } catch (DivergedException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    } catch (TrainingReporter.StoppedException e) {
      out.printf(
          "Stopped with %s done; the same command with --resume goes on%n",
          Plural.count(trainer.epochsDone(), "epoch"));
      out.flush();
      return e.exitCode();
    }
    int validation = Split.VALIDATION.of(samples).size();
    if (validation == 0) {
      out.printf("Last epoch %d: no images were held back for validation%n", trainer.epochsDone());
      out.flush();
      return 0;
    }
    EpochResult chosen = trainer.chosenEpoch(validation);
    boolean best = validation >= Trainer.LEAST_VALIDATION;
    out.printf(
        Locale.ROOT,
        "%s %d of %d on the validation split (%s): %s%n",
        best ? "Best epoch" : "Last epoch",
        chosen.epoch(),
        trainer.epochsDone(),
        Plural.count(validation, "image"),
        TrainingReporter.accuracies(chosen, ", "));
    if (!best) {
      out.printf(
          "With fewer than %d images for validation the last epoch's weights are taken: the best of several epochs would be the luckiest%n",
          Trainer.LEAST_VALIDATION);
    }
    out.flush();
    return 0;
  }

  /** The plan that was asked for; without one, that of the run which goes on, else {@code base}. */
  private TrainingPlan plan(TrainingPlan named, Path folder) throws IOException {
    Path stored = folder.resolve("plan.json");
    boolean storedPlanCounts = resume && plan == null && Files.isRegularFile(stored);
    TrainingPlan chosen = storedPlanCounts ? TrainingPlan.parse(Files.readString(stored)) : named;
    return epochs == null ? chosen : chosen.withEpochs(epochs);
  }
}
