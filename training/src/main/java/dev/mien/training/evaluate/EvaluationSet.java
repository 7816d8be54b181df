package dev.mien.training.evaluate;

import dev.mien.expression.Emotion;
import dev.mien.output.Plural;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.predict.Predictions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The images that are measured, and the protocols of which they have labels. Immutable. */
final class EvaluationSet {
  private final Split split;
  private final List<Sample> all;
  private final List<Sample> samples;
  private final Map<Protocol, List<Emotion>> classes = new LinkedHashMap<>();

  /**
   * Chooses.
   *
   * @param all samples of all splits
   * @param protocols those that are wanted
   * @throws IllegalArgumentException if the split is empty, or none of its images has a label of
   *     the protocols
   */
  EvaluationSet(List<Sample> all, Split split, List<Protocol> protocols) {
    this.all = all;
    this.split = split;
    samples = split.of(all);
    if (samples.isEmpty()) {
      throw new IllegalArgumentException(
          "the data has no images in its %s split".formatted(split.label()));
    }
    for (Protocol protocol : protocols) {
      if (samples.stream().anyMatch(sample -> protocol.labelOf(sample) >= 0)) {
        classes.put(protocol, Evaluation.classes(protocol, all));
      }
    }
    if (classes.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the %s of the %s split has a label of these protocols"
              .formatted(Plural.count(samples.size(), "image"), split.label()));
    }
  }

  Split split() {
    return split;
  }

  /** The samples of all splits. */
  List<Sample> all() {
    return all;
  }

  /** The samples of the split. */
  List<Sample> samples() {
    return samples;
  }

  /** The protocols of which a sample has a label, one or more. */
  List<Protocol> protocols() {
    return List.copyOf(classes.keySet());
  }

  /** The protocol of what is measured by one alone. */
  Protocol firstProtocol() {
    return has(Protocol.FERPLUS_MAJORITY) ? Protocol.FERPLUS_MAJORITY : protocols().get(0);
  }

  boolean has(Protocol protocol) {
    return classes.containsKey(protocol);
  }

  /** The classes among which a protocol lets a model choose. */
  List<Emotion> classes(Protocol protocol) {
    return Objects.requireNonNull(classes.get(protocol));
  }

  /** Whether every answer is right because no other is allowed. */
  boolean hasOneClass() {
    return has(Protocol.FOLDER) && classes(Protocol.FOLDER).size() == 1;
  }

  /** The figures of answers to the samples of the split, one a protocol. */
  List<Evaluation> evaluate(Predictions answers) {
    return evaluate(answers, samples);
  }

  /** The figures of answers to some of the samples of the split, one a protocol. */
  List<Evaluation> evaluate(Predictions answers, List<Sample> of) {
    return classes.keySet().stream().map(protocol -> evaluate(protocol, answers, of)).toList();
  }

  /** A class of a folder can be answered in a split that happens to have none of it. */
  private Evaluation evaluate(Protocol protocol, Predictions answers, List<Sample> of) {
    return protocol == Protocol.FOLDER
        ? Evaluation.among(classes(protocol), protocol, split, answers, of)
        : Evaluation.of(protocol, split, answers, of);
  }
}
