package dev.mien.training.evaluate;

import dev.mien.output.Plural;
import dev.mien.training.dataset.ImageFingerprints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a reader must know of how the figures of a report came about. */
final class EvaluationNotes {
  private EvaluationNotes() {}

  /**
   * Notes, one a line of the report.
   *
   * @param seenBy the images that each model was trained on, the first model first
   */
  static List<String> of(
      Evaluator.Options options, EvaluationSet set, Map<String, ImageFingerprints> seenBy) {
    List<String> notes = new ArrayList<>();
    options.protocols().stream()
        .filter(protocol -> !set.has(protocol))
        .forEach(
            protocol -> notes.add(protocol.title() + ": none of the images has a label of it"));
    if (set.hasOneClass()) {
      notes.add(
          "the data show one expression: where only the classes of the data are allowed every answer is right, and only the row \"free\" says something");
    }
    if (options.aligned()) {
      notes.add(
          "--aligned: each crop was aligned first, as faces in photos are, if one was found; circumstances and attention were measured without");
    }
    if (seenBy.size() > 1) {
      notes.add(
          "all rows that name no model and no ensemble, groups, circumstances, attention and pictures are of the first model, "
              + seenBy.keySet().iterator().next());
    }
    seenBy.forEach(
        (name, images) -> addTrainingImages(name, images.countOf(set.samples()), set, notes));
    return notes;
  }

  /** What a model has learnt by heart says nothing about images that it has not seen. */
  private static void addTrainingImages(
      String name, long known, EvaluationSet set, List<String> notes) {
    if (known > 0) {
      notes.add(
          "%,d of the %s are among those that %s was trained on: its figures are too high for images that it has not seen"
              .formatted(known, Plural.count(set.samples().size(), "image"), name));
    }
  }
}
