package dev.mien.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * Columns: neutral, happiness, surprise, sadness, anger, disgust, fear, contempt, unknown, not a
 * face.
 */
final class VotesTest {
  private static Votes votes(int... counts) {
    return new Votes(counts);
  }

  @Test
  void strictMajority_moreThanHalfOnceSinglesAreDropped_wins() {
    assertThat(votes(5, 1, 1, 1, 2, 0, 0, 0, 0, 0).strictMajority()).isZero(); // 5 of 7
    assertThat(votes(4, 0, 0, 2, 2, 0, 0, 0, 1, 1).strictMajority()).isEqualTo(-1); // 4 of 8
    assertThat(votes(0, 0, 0, 0, 0, 0, 0, 2, 1, 1).strictMajority()).isEqualTo(7);
  }

  @Test
  void strictMajority_unknownOrNotAFaceWins_isLeftOut() {
    assertThat(votes(2, 0, 0, 0, 0, 0, 0, 0, 8, 0).strictMajority()).isEqualTo(-1);
    assertThat(votes(0, 0, 0, 0, 0, 0, 0, 0, 0, 10).strictMajority()).isEqualTo(-1);
    assertThat(votes(1, 1, 1, 1, 1, 1, 1, 1, 1, 1).strictMajority()).isEqualTo(-1);
  }

  @Test
  void plurality_firstOfEquals_wins() {
    assertThat(votes(0, 3, 3, 0, 0, 0, 0, 0, 3, 1).plurality()).isEqualTo(1);
    assertThat(votes(0, 3, 3, 0, 0, 0, 0, 0, 4, 0).plurality()).isEqualTo(-1);
  }

  @Test
  void distribution_dropsSinglesAndSumsToOne() {
    assertThat(votes(6, 2, 1, 0, 0, 0, 0, 0, 1, 0).distribution())
        .containsExactly(0.75f, 0.25f, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void distribution_onlySingles_keepsThem() {
    assertThat(votes(1, 1, 1, 1, 0, 0, 0, 0, 1, 1).distribution())
        .containsExactly(0.25f, 0.25f, 0.25f, 0.25f, 0, 0, 0, 0);
  }

  @Test
  void distribution_hardlyAFace_teachesNothing() {
    assertThat(votes(3, 0, 0, 0, 0, 0, 0, 0, 0, 7).distribution()).containsOnly(0);
  }

  @Test
  void constructor_wrongNumberOfColumns_isRefused() {
    assertThatThrownBy(() -> votes(1, 2)).hasMessageContaining("2 vote columns");
  }
}
