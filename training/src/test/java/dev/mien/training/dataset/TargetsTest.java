package dev.mien.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.expression.Emotion;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TargetsTest {
  private static final byte[] GREY = new byte[Sample.SIZE * Sample.SIZE];

  @Test
  void of_smoothedLabel_spreadsItOverAllSeven() {
    Sample sample = new Sample(0, GREY, 3, null, Split.TRAINING);
    Targets targets = Targets.of(List.of(sample), 0.07);
    assertThat(targets.fer2013()[0][3]).isCloseTo(0.94f, within(1e-6f));
    assertThat(targets.fer2013()[0][0]).isCloseTo(0.01f, within(1e-6f));
    assertThat(targets.ferPlus()[0]).containsOnly(0f);
  }

  @Test
  void of_contempt_teachesTheVoteHeadAlone() {
    Sample sample = new Sample(0, GREY, -1, Votes.unanimous(Emotion.CONTEMPT), Split.TRAINING);
    Targets targets = Targets.of(List.of(sample), 0.1);
    assertThat(targets.fer2013()[0]).containsOnly(0f);
    assertThat(targets.ferPlus()[0][Emotion.CONTEMPT.ordinal()]).isEqualTo(1);
  }

  @Test
  void blend_teachers_mixesWhereThereIsATarget() {
    Targets own = new Targets(new float[][] {{1, 0}, {0, 0}}, new float[][] {{1}, {1}});
    Targets teachers = new Targets(new float[][] {{0.5f, 0.5f}, {1, 0}}, new float[][] {{1}, {1}});
    Targets blended = own.blend(teachers, 0.4);
    assertThat(blended.ferPlus()[0]).containsExactly(new float[] {0.8f, 0.2f}, within(1e-6f));
    assertThat(blended.ferPlus()[1]).containsOnly(0f);
    assertThat(own.blend(null, 0.4)).isSameAs(own);
  }

  @Test
  void prior_isTheMeanTargetWithAFloor() {
    double[] prior = Targets.prior(new float[][] {{1, 0, 0}, {0.5f, 0.5f, 0}});
    assertThat(prior).containsExactly(new double[] {0.75, 0.25, 0.001}, within(1e-9));
  }
}
