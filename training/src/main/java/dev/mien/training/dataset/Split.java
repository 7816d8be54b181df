package dev.mien.training.dataset;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The three parts of a data set and what each may be used for. */
public enum Split {
  /** Weights are fitted here. FER2013 calls it Training. */
  TRAINING,
  /**
   * Everything else is chosen here: epoch, schedule, temperature, threshold. FER2013 calls it
   * PublicTest.
   */
  VALIDATION,
  /** Looked at once per released model. FER2013 calls it PrivateTest. */
  TEST;

  /** Its name in reports and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The samples that belong to this part, in their order. */
  public List<Sample> of(List<Sample> samples) {
    return samples.stream().filter(sample -> sample.split() == this).toList();
  }

  /** All samples, those of this part in another one. */
  public List<Sample> movedTo(Split other, List<Sample> samples) {
    return samples.stream()
        .map(sample -> sample.split() == this ? sample.in(other) : sample)
        .toList();
  }

  /**
   * The part that data sets call so, whatever the case: {@code train}, {@code val}, {@code test}.
   */
  static Optional<Split> named(String name) {
    return Optional.ofNullable(
        switch (name.toLowerCase(Locale.ROOT)) {
          case "train", "training" -> TRAINING;
          case "val", "valid", "validation" -> VALIDATION;
          case "test" -> TEST;
          default -> null;
        });
  }

  static Split ofUsage(String usage) {
    return switch (usage) {
      case "Training" -> TRAINING;
      case "PublicTest" -> VALIDATION;
      case "PrivateTest" -> TEST;
      default -> throw new IllegalArgumentException("unknown usage \"" + usage + "\"");
    };
  }
}
