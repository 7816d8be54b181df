package dev.mien.training.study;

import dev.mien.training.evaluate.Corruption;
import java.util.List;

/** In which state an ablation shows the images to a network, and what it is compared by there. */
enum Circumstances {
  /** As the data set has them. */
  NONE("", List.of(), Metric.FERPLUS_ACCURACY, Metric.FER2013_ACCURACY, Metric.LOSS),
  /** Mean over the corruptions of the robustness protocol at the middle grade. */
  CORRUPTIONS(
      "under corruptions",
      Corruption.STRESS,
      Metric.FERPLUS_CORRUPTED,
      Metric.FER2013_CORRUPTED,
      Metric.LOSS_CORRUPTED),
  /** Mean over side light and cast shadow at the middle grade. */
  UNEVEN_LIGHT(
      "in uneven light",
      Corruption.UNEVEN_LIGHT,
      Metric.FERPLUS_UNEVEN_LIGHT,
      Metric.FER2013_UNEVEN_LIGHT,
      Metric.LOSS_UNEVEN_LIGHT);

  private final String title;
  private final List<Corruption> corruptions;
  private final Metric ferPlus;
  private final Metric fer2013;
  private final Metric loss;

  Circumstances(
      String title, List<Corruption> corruptions, Metric ferPlus, Metric fer2013, Metric loss) {
    this.title = title;
    this.corruptions = corruptions;
    this.ferPlus = ferPlus;
    this.fer2013 = fer2013;
    this.loss = loss;
  }

  /** The name used in tables; empty if images are as they are. */
  String title() {
    return title;
  }

  /** What is done to the images, one at a time; nothing if they are as they are. */
  List<Corruption> corruptions() {
    return corruptions;
  }

  /** Accuracy on FER+. */
  Metric ferPlus() {
    return ferPlus;
  }

  /** Accuracy on FER2013. */
  Metric fer2013() {
    return fer2013;
  }

  /** Cross-entropy. */
  Metric loss() {
    return loss;
  }

  /** All three. */
  List<Metric> metrics() {
    return List.of(ferPlus, fer2013, loss);
  }
}
