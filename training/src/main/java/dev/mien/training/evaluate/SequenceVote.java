package dev.mien.training.evaluate;

import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.predict.Predictions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One answer a sequence: the mean of the answers to its frames of the same subject and label.
 *
 * @param answers one a sequence
 * @param samples the first frame of each
 */
public record SequenceVote(Predictions answers, List<Sample> samples) {

  /** The vote; none if no sequence has two frames. */
  public static Optional<SequenceVote> of(Predictions answers, List<Sample> samples) {
    Map<List<Object>, List<Integer>> frames = new LinkedHashMap<>();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      String sequence = sample.origin().sequence();
      List<Object> key =
          sequence == null
              ? List.of(i)
              : List.of(
                  String.valueOf(sample.subject()), sequence, Protocol.FOLDER.labelOf(sample));
      frames.computeIfAbsent(key, unused -> new ArrayList<>()).add(i);
    }
    if (frames.size() == samples.size()) {
      return Optional.empty();
    }
    List<Predictions> means = new ArrayList<>();
    List<Sample> first = new ArrayList<>();
    for (List<Integer> members : frames.values()) {
      means.add(Predictions.mean(members.stream().map(i -> answers.at(new int[] {i})).toList()));
      first.add(samples.get(members.get(0)));
    }
    return Optional.of(
        new SequenceVote(
            new Predictions(
                means.stream().map(mean -> mean.ferPlus()[0]).toArray(float[][]::new),
                means.stream().map(mean -> mean.fer2013()[0]).toArray(float[][]::new)),
            first));
  }

  /** In words, for a report. */
  public String title() {
    return "vote over the frames of each of %,d sequences".formatted(samples.size());
  }
}
