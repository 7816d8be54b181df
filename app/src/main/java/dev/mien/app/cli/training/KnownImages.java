package dev.mien.app.cli.training;

import dev.mien.output.Plural;
import dev.mien.training.dataset.ImageFingerprints;
import dev.mien.training.dataset.Sample;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The remark that a model has learnt what it is to be measured or calibrated on. */
final class KnownImages {
  private KnownImages() {}

  /**
   * Says how many of some images a model knows.
   *
   * @param learnt what it was trained on
   * @param use of the images, as in "for validation"
   * @param who learnt, as in "small was trained on"
   * @param consequence for the figures
   */
  static void remark(
      PrintWriter err,
      ImageFingerprints learnt,
      List<Sample> images,
      String use,
      String who,
      String consequence) {
    err.printf(
        Locale.ROOT,
        "mien: %,d of the %s %s are among those that %s: %s%n",
        learnt.countOf(images),
        Plural.count(images.size(), "image"),
        use,
        who,
        consequence);
    err.flush();
  }

  /**
   * The remark on what stands behind a training, if it has learnt most of the images for
   * validation.
   */
  static void remarkMost(
      PrintWriter err, ImageFingerprints learnt, List<Sample> validation, String who) {
    if (learnt.holdMostOf(validation)) {
      remark(
          err,
          learnt,
          validation,
          "for validation",
          who,
          "the accuracy of every epoch is too high for images that it has not seen");
    }
  }
}
