package dev.mien.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.expression.Emotion;
import dev.mien.training.dataset.Origin;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.Votes;
import dev.mien.training.predict.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SequenceVoteTest {
  private final List<Sample> samples = new ArrayList<>();
  private final List<float[]> answers = new ArrayList<>();

  private void add(@Nullable String sequence, Emotion label, double anger) {
    add("Anna", sequence, label, anger);
  }

  private void add(String subject, @Nullable String sequence, Emotion label, double anger) {
    samples.add(
        new Sample(
            samples.size(),
            new byte[48 * 48],
            Emotion.FER2013_ORDER.indexOf(label),
            Votes.unanimous(label),
            Split.TEST,
            new Origin(null, subject, sequence, Map.of())));
    float[] row = new float[8];
    row[Emotion.ANGER.ordinal()] = (float) anger;
    row[Emotion.FEAR.ordinal()] = (float) (1 - anger);
    answers.add(row);
  }

  private Predictions answers() {
    return new Predictions(answers.toArray(float[][]::new), new float[samples.size()][7]);
  }

  @Test
  void frames_voteByTheirMean() {
    add("s1", Emotion.ANGER, 0.9);
    add("s1", Emotion.ANGER, 0.4);
    add("s2", Emotion.FEAR, 0.2);
    SequenceVote vote = SequenceVote.of(answers(), samples).orElseThrow();
    assertThat(vote.samples()).extracting(Sample::row).containsExactly(0, 2);
    assertThat(vote.answers().ferPlus()[0][Emotion.ANGER.ordinal()]).isEqualTo(0.65f);
    assertThat(vote.title()).contains("2 sequences");
  }

  @Test
  void sequence_withTwoLabels_doesNotVote() {
    add("s1", Emotion.ANGER, 0.9);
    add("s1", Emotion.FEAR, 0.4);
    add("s1", Emotion.FEAR, 0.3);
    assertThat(SequenceVote.of(answers(), samples)).isEmpty();
    add("s2", Emotion.FEAR, 0.2);
    add("s2", Emotion.FEAR, 0.2);
    add(null, Emotion.FEAR, 0.2);
    SequenceVote vote = SequenceVote.of(answers(), samples).orElseThrow();
    assertThat(vote.samples()).extracting(Sample::row).containsExactly(3, 5);
    assertThat(vote.title())
        .isEqualTo(
            "vote over the frames of each of 1 sequence, and 1 image alone; without 1 of several labels");
  }

  @Test
  void sequencesOfTwoPeople_withTheSameName_areTwo() {
    add("Anna", "1", Emotion.FEAR, 0.9);
    add("Bert", "1", Emotion.FEAR, 0.9);
    add("Bert", "1", Emotion.FEAR, 0.9);
    assertThat(SequenceVote.of(answers(), samples).orElseThrow().samples()).hasSize(2);
  }

  @Test
  void imagesWithoutSequences_haveNoVote() {
    add(null, Emotion.ANGER, 0.9);
    add(null, Emotion.ANGER, 0.9);
    add("s1", Emotion.ANGER, 0.9);
    assertThat(SequenceVote.of(answers(), samples)).isEmpty();
  }
}
