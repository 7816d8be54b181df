package dev.mien.training.train;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a run beside its plan.
 *
 * @param seed from which weights, order and augmentation are drawn
 * @param precision in which activations are computed
 * @param device on which
 * @param resume whether to go on from the folder's last checkpoint; a folder that holds a run is
 *     refused otherwise
 * @param from the model file to start from, or null to start from fresh weights
 * @param frozenStages how many stages, counted from the input, stay as they are
 * @param teachers whose answers, averaged, join the targets
 * @param keep of how many last epochs the averaged weights are kept, beside the best
 */
public record RunOptions(
    long seed,
    Precision precision,
    Device device,
    boolean resume,
    byte @Nullable [] from,
    int frozenStages,
    List<Teacher> teachers,
    int keep) {

  /** Fresh weights, nothing frozen, no teacher. */
  public static RunOptions of(long seed, Precision precision) {
    return new RunOptions(seed, precision, Device.AUTO, false, null, 0, List.of(), 0);
  }

  /** These options, going on with the run in the folder. */
  public RunOptions resuming() {
    return new RunOptions(seed, precision, device, true, from, frozenStages, teachers, keep);
  }

  /** These options, starting from a model file with its first stages frozen. */
  public RunOptions startingFrom(byte[] model, int stages) {
    return new RunOptions(seed, precision, device, resume, model, stages, teachers, keep);
  }

  /** These options on another device. */
  public RunOptions on(Device newDevice) {
    return new RunOptions(seed, precision, newDevice, resume, from, frozenStages, teachers, keep);
  }

  /** These options with another seed. */
  public RunOptions seeded(long newSeed) {
    return new RunOptions(newSeed, precision, device, resume, from, frozenStages, teachers, keep);
  }

  /** These options with teachers. */
  public RunOptions taughtBy(List<Teacher> models) {
    return new RunOptions(seed, precision, device, resume, from, frozenStages, models, keep);
  }

  /** These options, keeping the weights of the last {@code epochs} epochs. */
  public RunOptions keeping(int epochs) {
    return new RunOptions(seed, precision, device, resume, from, frozenStages, teachers, epochs);
  }
}
