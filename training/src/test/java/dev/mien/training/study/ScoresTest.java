package dev.mien.training.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.training.evaluate.Interval;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScoresTest {
  private static final int STUDIES = 1000;

  @Test
  void interval_coversTheMeanAndTellsADifference() {
    double[][] good = new double[3][1000];
    double[][] bad = new double[3][1000];
    for (int seed = 0; seed < 3; seed++) {
      for (int i = 0; i < 1000; i++) {
        good[seed][i] = i % 10 != seed ? 1 : 0;
        bad[seed][i] = i % 5 != seed ? 1 : 0;
      }
    }
    Scores better = new Scores(good);
    Scores worse = new Scores(bad);
    assertThat(better.mean()).isCloseTo(0.9, within(1e-9));
    assertThat(better.interval().low()).isLessThan(0.9).isGreaterThan(0.86);
    assertThat(better.interval().high()).isGreaterThan(0.9).isLessThan(0.94);
    Interval difference = worse.differenceTo(better);
    assertThat(difference.low()).isGreaterThan(-0.16);
    assertThat(difference.high()).isLessThan(-0.04);
  }

  @Test
  void interval_ofFiguresThatAreAllTheSame_isAPoint() {
    Interval interval = new Scores(new double[][] {{1, 1}, {1, 1}}).interval();
    assertThat(interval.low()).isEqualTo(1);
    assertThat(interval.high()).isEqualTo(1);
  }

  /** One seed, and images alone: the interval of a mean, as textbooks have it. */
  @Test
  void interval_ofOneSeed_isStudents() {
    Interval interval = new Scores(new double[][] {{1, 2, 3, 4, 5}}).interval();
    assertThat(interval.low()).isCloseTo(3 - 1.9632, within(1e-4));
    assertThat(interval.high()).isCloseTo(3 + 1.9632, within(1e-4));
  }

  /** Seeds that differ by themselves, on images that do not: four figures, not four hundred. */
  @Test
  void interval_whereSeedsAloneDiffer_isThatOfTheirMeans() {
    double[][] values = new double[4][100];
    for (int s = 0; s < 4; s++) {
      Arrays.fill(values[s], s);
    }
    Interval interval = new Scores(values).interval();
    assertThat(interval.high() - 1.5).isCloseTo(3.1824 * Math.sqrt(5.0 / 12), within(1e-3));
  }

  @Test
  void differenceTo_methodWithoutSeeds_isComparedWithEach() {
    Scores seeds = new Scores(new double[][] {{1, 0, 1, 1}, {1, 1, 1, 0}});
    Scores method = new Scores(new double[][] {{0, 0, 1, 0}});
    Interval difference = seeds.differenceTo(method);
    assertThat((difference.low() + difference.high()) / 2).isCloseTo(0.5, within(1e-9));
    Scores three = new Scores(new double[3][4]);
    assertThatThrownBy(() -> seeds.differenceTo(three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 seeds cannot be compared with 3");
  }

  /** Seeds that do not matter, that matter as much as the images, and three times as much. */
  @ParameterizedTest
  @CsvSource({"3, 0", "3, 0.05", "3, 0.15", "4, 0.05", "5, 0", "5, 0.05", "5, 0.15"})
  void interval_inManyStudies_holdsTheTruthNinetyFivePercentOfTheTime(int seeds, double ofSeeds) {
    Random random = new Random(7);
    int held = 0;
    for (int study = 0; study < STUDIES; study++) {
      double[] images = random.doubles(200).map(unused -> 0.3 * random.nextGaussian()).toArray();
      double[][] values = new double[seeds][images.length];
      for (double[] row : values) {
        double seed = ofSeeds * random.nextGaussian();
        for (int i = 0; i < row.length; i++) {
          row[i] = images[i] + seed + 0.5 * random.nextGaussian();
        }
      }
      Interval interval = new Scores(values).interval();
      held += interval.low() <= 0 && interval.high() >= 0 ? 1 : 0;
    }
    assertThat((double) held / STUDIES).isBetween(0.9, 0.995);
  }
}
