package dev.mien.app.cli.training;

import dev.mien.app.cli.Progress;
import dev.mien.app.cli.StopSignal;
import dev.mien.app.cli.UserException;
import dev.mien.training.dataset.Sample;
import dev.mien.training.train.CurvePicture;
import dev.mien.training.train.DivergedException;
import dev.mien.training.train.EpochResult;
import dev.mien.training.train.Precision;
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
      "  mien train --plan small --data fer2013.csv.gz --votes fer2013new.csv --run runs/a",
      "  mien train --run runs/a --resume --data fer2013.csv.gz --votes fer2013new.csv",
      "  mien export --run runs/a --data fer2013.csv.gz --votes fer2013new.csv --out a.onnx"
    })
public final class TrainCommand implements Callable<Integer> {
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--plan",
      paramLabel = "NAME|FILE",
      description = "small, base or a plan file (default: base).")
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

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Where randomness starts (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--precision",
      defaultValue = "auto",
      description = "Arithmetic of training: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Precision precision = Precision.AUTO;

  @Option(names = "--resume", description = "Go on with the run in the folder.")
  private boolean resume;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (epochs != null && epochs < 1) {
      throw new UserException("--epochs must be 1 or more");
    }
    TrainingPlan named = TrainingPlan.open(plan == null ? "base" : plan);
    Path folder = run == null ? Path.of("runs", named.name()) : run;
    TrainingPlan chosen = plan(named, folder);
    Trainer trainer = new Trainer(chosen, folder, seed, precision, resume);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "Plan %s: %,d parameters, %d epochs, seed %d, %d done; run in %s%n",
        chosen.name(),
        trainer.network().state().parameterCount(),
        chosen.epochs(),
        seed,
        trainer.epochsDone(),
        folder);
    out.flush();
    List<Sample> samples = data.read();
    try (StopSignal signal = new StopSignal()) {
      return train(trainer, samples, new Reporter(chosen, trainer, folder, out, signal), out);
    }
  }

  /**
   * Trains and reports. All is printed before the signal is closed: then the JVM may be gone at
   * once.
   */
  private static int train(
      Trainer trainer, List<Sample> samples, Reporter reporter, PrintWriter out)
      throws IOException {
    try {
      trainer.train(samples, reporter);
    } catch (DivergedException e) {
      throw new UserException(String.valueOf(e.getMessage()));
    } catch (StoppedException e) {
      out.printf(
          "Stopped with %d epochs done; the same command with --resume goes on%n",
          trainer.epochsDone());
      out.flush();
      return StopSignal.EXIT_CODE;
    }
    EpochResult best = trainer.bestEpoch();
    out.printf(
        Locale.ROOT,
        "Best epoch %d of %d on the validation split: FER+ %.2f %%, FER2013 %.2f %%%n",
        best.epoch(),
        trainer.epochsDone(),
        100 * best.ferplusAccuracy(),
        100 * best.fer2013Accuracy());
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

  /** The user wants to stop. */
  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Shows a bar per epoch, prints a line after it, and keeps the curve's picture up to date. */
  private static final class Reporter implements TrainingListener {
    private final TrainingPlan plan;
    private final Trainer trainer;
    private final Path folder;
    private final PrintWriter out;
    private final StopSignal signal;
    private @Nullable Progress progress;

    Reporter(TrainingPlan plan, Trainer trainer, Path folder, PrintWriter out, StopSignal signal) {
      this.signal = signal;
      this.plan = plan;
      this.trainer = trainer;
      this.folder = folder;
      this.out = out;
    }

    @Override
    public void epochStarted(int epoch, int steps) {
      progress =
          Progress.start(
              "Epoch %d/%d".formatted(epoch + 1, plan.epochs()),
              " images",
              (long) steps * plan.batchSize(),
              false);
    }

    @Override
    public void stepFinished(int images, double meanLoss) {
      if (signal.stopped()) {
        throw new StoppedException();
      }
      if (progress != null) {
        progress.step(images);
        progress.message(String.format(Locale.ROOT, "loss %.3f", meanLoss));
      }
    }

    @Override
    public void epochFinished(EpochResult result) {
      if (progress != null) {
        progress.close();
      }
      double left = result.seconds() * (plan.epochs() - result.epoch()) / 60;
      out.printf(
          Locale.ROOT,
          "epoch %3d  loss %.4f  FER+ %.2f %%  FER2013 %.2f %%  %.0f images/s  %.0f s  %.0f min left%n",
          result.epoch(),
          result.loss(),
          100 * result.ferplusAccuracy(),
          100 * result.fer2013Accuracy(),
          result.imagesPerSecond(),
          result.seconds(),
          left);
      out.flush();
      try {
        ImageIO.write(
            CurvePicture.draw("Plan " + plan.name(), trainer.results()),
            "png",
            folder.resolve("curve.png").toFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
