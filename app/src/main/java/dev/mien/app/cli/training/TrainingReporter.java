package dev.mien.app.cli.training;

import dev.mien.app.cli.console.Progress;
import dev.mien.app.cli.console.StopSignal;
import dev.mien.training.train.EpochResult;
import dev.mien.training.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows a bar per epoch, prints a line after it, and stops the run when the user wants to. */
final class TrainingReporter implements TrainingListener {
  private final String name;
  private final int epochs;
  private final PrintWriter out;
  private final StopSignal signal;
  private final Consumer<EpochResult> afterEpoch;
  private @Nullable Progress progress;

  /** The user wants to stop. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exitCode;

    StoppedException(int exitCode) {
      this.exitCode = exitCode;
    }

    /** Of the process, as the signal wants it. */
    int exitCode() {
      return exitCode;
    }
  }

  TrainingReporter(int epochs, PrintWriter out, StopSignal signal) {
    this(epochs, out, signal, result -> {});
  }

  /** For one of several runs at a time: its lines begin with its name, and there is no bar. */
  static TrainingReporter named(String name, int epochs, PrintWriter out, StopSignal signal) {
    return new TrainingReporter(name, epochs, out, signal, result -> {});
  }

  /**
   * @param afterEpoch called after every epoch, once it is printed
   */
  TrainingReporter(
      int epochs, PrintWriter out, StopSignal signal, Consumer<EpochResult> afterEpoch) {
    this("", epochs, out, signal, afterEpoch);
  }

  private TrainingReporter(
      String name,
      int epochs,
      PrintWriter out,
      StopSignal signal,
      Consumer<EpochResult> afterEpoch) {
    this.name = name;
    this.afterEpoch = afterEpoch;
    this.epochs = epochs;
    this.out = out;
    this.signal = signal;
  }

  @Override
  public void epochStarted(int epoch, int steps) {
    if (!name.isEmpty()) {
      return;
    }
    progress = Progress.start("Epoch %d/%d".formatted(epoch + 1, epochs), " steps", steps, false);
  }

  @Override
  public void imagesAnswered(String what, int done, int total) {
    stopIfAsked();
    if (!name.isEmpty()) {
      return;
    }
    if (progress == null) {
      progress = Progress.start(what, " images", total, false);
    }
    progress.stepTo(done);
    if (done == total) {
      progress.close();
      progress = null;
    }
  }

  private void stopIfAsked() {
    if (signal.stopped()) {
      if (progress != null) {
        progress.close();
      }
      throw new StoppedException(signal.exitCode());
    }
  }

  @Override
  public void stepFinished(int images, double meanLoss) {
    stopIfAsked();
    if (progress != null) {
      progress.step(1);
      progress.message(String.format(Locale.ROOT, "loss %.3f", meanLoss));
    }
  }

  @Override
  public void epochFinished(EpochResult result) {
    if (progress != null) {
      progress.close();
      progress = null;
    }
    out.printf(
        Locale.ROOT,
        "%sepoch %3d  loss %.4f  %s%.0f images/s  %.0f s%s%n",
        name.isEmpty() ? "" : name + "  ",
        result.epoch(),
        result.loss(),
        validation(result),
        result.imagesPerSecond(),
        result.seconds(),
        left(result));
    out.flush();
    afterEpoch.accept(result);
  }

  /** Nothing after the last epoch. */
  private String left(EpochResult result) {
    int epochsLeft = epochs - result.epoch();
    return epochsLeft == 0
        ? ""
        : String.format(Locale.ROOT, "  %.0f min left", result.seconds() * epochsLeft / 60);
  }

  /** Nothing if nothing was held back for validation. */
  private static String validation(EpochResult result) {
    return Double.isNaN(result.validationLoss())
        ? ""
        : String.format(
            Locale.ROOT,
            "%s  validation loss %.4f  ",
            accuracies(result, "  "),
            result.validationLoss());
  }

  /** By votes and by labels, as far as the data have them. */
  static String accuracies(EpochResult result, String separator) {
    return Stream.of(
            accuracy("8 expressions", result.ferplusAccuracy()),
            accuracy("7 expressions", result.fer2013Accuracy()))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(separator));
  }

  private static String accuracy(String what, double share) {
    return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%s %.2f %%", what, 100 * share);
  }
}
