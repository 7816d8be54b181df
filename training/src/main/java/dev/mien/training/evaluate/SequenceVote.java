package dev.mien.training.evaluate;

import dev.mien.output.Plural;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.predict.Predictions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One answer a sequence: the mean of the answers to its frames. Frames of a sequence with several
 * labels are left out, for which of them vote together would take knowledge of the labels; an image
 * without a sequence answers for itself.
 *
 * @param answers one a sequence or image
 * @param samples the first frame of each
 * @param sequences how many of them are sequences
 * @param mixed how many sequences have several labels
 */
public record SequenceVote(Predictions answers, List<Sample> samples, int sequences, int mixed) {

  /** The vote; none if no sequence has two frames. */
  public static Optional<SequenceVote> of(Predictions answers, List<Sample> samples) {
    Map<List<Object>, List<Integer>> frames = new LinkedHashMap<>();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      String sequence = sample.origin().sequence();
      List<Object> key =
          sequence == null ? List.of(i) : List.of(String.valueOf(sample.subject()), sequence);
      frames.computeIfAbsent(key, unused -> new ArrayList<>()).add(i);
    }
    int all = frames.size();
    frames.values().removeIf(members -> labels(members, samples) > 1);
    int mixed = all - frames.size();
    if (frames.values().stream().allMatch(members -> members.size() == 1)) {
      return Optional.empty();
    }
    int sequences = (int) frames.keySet().stream().filter(key -> key.size() > 1).count();
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
            first,
            sequences,
            mixed));
  }

  private static long labels(List<Integer> members, List<Sample> samples) {
    return members.stream().map(i -> Protocol.FOLDER.labelOf(samples.get(i))).distinct().count();
  }

  /** In words, for a report. */
  public String title() {
    int alone = samples.size() - sequences;
    return "vote over the frames of each of %s%s%s"
        .formatted(
            Plural.count(sequences, "sequence"),
            alone == 0 ? "" : ", and " + Plural.count(alone, "image") + " alone",
            mixed == 0 ? "" : "; without " + mixed + " of several labels");
  }
}
