package dev.mien.app.cli.training;

import dev.mien.app.cli.console.UserException;
import dev.mien.training.train.Device;
import dev.mien.training.train.Precision;
import dev.mien.training.train.RunOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a network is fitted, whatever it is fitted to. */
final class FittingOptions {
  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Where randomness starts (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--freeze",
      paramLabel = "N",
      description =
          "Leave the first N stages of the model to start from as they are (default without --plan: all with fewer than 500 training images, else all but the last; with --plan: 0).")
  private @Nullable Integer freeze;

  @Option(
      names = "--device",
      defaultValue = "auto",
      description = "Where to train: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Device device = Device.AUTO;

  @Option(
      names = "--precision",
      defaultValue = "auto",
      description = "Arithmetic of training: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Precision precision = Precision.AUTO;

  long seed() {
    return seed;
  }

  /**
   * A run that starts from a model file, or from fresh weights if there is none.
   *
   * @param frozen how many stages stay as they are unless {@code --freeze} says otherwise
   */
  RunOptions startingFrom(byte @Nullable [] model, int frozen) {
    if (freeze != null && freeze > 0 && model == null) {
      throw new UserException("--freeze needs a model to start from: add --from");
    }
    int stages = freeze == null ? frozen : freeze;
    return new RunOptions(seed, precision, device, false, model, stages, List.of(), 0);
  }
}
