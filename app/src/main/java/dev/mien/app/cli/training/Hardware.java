package dev.mien.app.cli.training;

import dev.mien.training.train.Device;
import dev.mien.training.train.Precision;
import picocli.CommandLine.Option;

/** What to compute on, and how exactly. */
final class Hardware {
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

  Device device() {
    return device;
  }

  Precision precision() {
    return precision;
  }
}
