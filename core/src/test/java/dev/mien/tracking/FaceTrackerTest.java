package dev.mien.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.geometry.Box;
import dev.mien.geometry.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Scripted scenes whose truth is known. */
final class FaceTrackerTest {
  private static final float[] ANNA = {1, 0.2f, 0};
  private static final float[] BEN = {0.2f, 1, 0.3f};

  private final FaceTracker tracker = new FaceTracker(Duration.ofSeconds(1));

  private static Detection at(double x, double y, float[] appearance) {
    return new Detection(Box.around(new Point(x, y), 100), List.of(), appearance);
  }

  private static Duration frame(int number) {
    return Duration.ofMillis(40L * (number + 1));
  }

  @Test
  void update_twoPeopleStanding_keepTheirNumbersWhateverTheOrder() {
    for (int f = 0; f < 50; f++) {
      Detection anna = at(200 + f % 3, 200, ANNA);
      Detection ben = at(500, 210 - f % 2, BEN);
      if (f % 2 == 0) {
        assertThat(tracker.update(frame(f), List.of(anna, ben))).containsExactly(1, 2);
      } else {
        assertThat(tracker.update(frame(f), List.of(ben, anna))).containsExactly(2, 1);
      }
    }
  }

  @Test
  void update_twoPeopleCrossing_areNotSwapped() {
    for (int f = 0; f <= 60; f++) {
      Detection anna = at(100 + 10 * f, 200, ANNA);
      Detection ben = at(700 - 10 * f, 215, BEN);
      assertThat(tracker.update(frame(f), List.of(anna, ben)))
          .as("frame %d", f)
          .containsExactly(1, 2);
    }
  }

  @Test
  void update_crossingWithOneHiddenMeanwhile_areNotSwapped() {
    for (int f = 0; f <= 60; f++) {
      List<Detection> visible = new ArrayList<>();
      List<Integer> truth = new ArrayList<>();
      visible.add(at(100 + 10 * f, 200, ANNA));
      truth.add(1);
      if (f < 26 || f > 34) {
        visible.add(at(700 - 10 * f, 205, BEN));
        truth.add(2);
      }
      assertThat(tracker.update(frame(f), visible)).as("frame %d", f).isEqualTo(truth);
    }
  }

  @Test
  void update_shortAbsence_isBridgedAndALongOneIsNot() {
    tracker.update(Duration.ZERO, List.of(at(200, 200, ANNA)));
    tracker.update(Duration.ofMillis(500), List.of());
    assertThat(tracker.update(Duration.ofMillis(900), List.of(at(210, 200, ANNA))))
        .containsExactly(1);
    tracker.update(Duration.ofMillis(1500), List.of());
    assertThat(tracker.remembered()).containsExactly(1);
    assertThat(tracker.update(Duration.ofSeconds(2), List.of(at(210, 200, ANNA))))
        .containsExactly(2);
    assertThat(tracker.remembered()).containsExactly(2);
  }

  @Test
  void update_newcomer_getsAFreshNumber() {
    assertThat(tracker.update(frame(0), List.of(at(200, 200, ANNA)))).containsExactly(1);
    assertThat(tracker.update(frame(1), List.of(at(600, 200, BEN), at(200, 200, ANNA))))
        .containsExactly(2, 1);
  }

  @Test
  void update_faceFarAway_isSomeoneElseEvenIfNobodyElseIsThere() {
    tracker.update(frame(0), List.of(at(200, 200, ANNA)));
    assertThat(tracker.update(frame(1), List.of(at(900, 600, ANNA)))).containsExactly(2);
  }

  @Test
  void update_timeThatDoesNotMoveOn_isRefused() {
    tracker.update(frame(1), List.of());
    assertThatThrownBy(() -> tracker.update(frame(1), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in order");
  }

  @Property(tries = 200)
  void solve_anyCosts_isAsCheapAsTheBestOfAllWays(
      @ForAll @IntRange(min = 0, max = 4) int rows,
      @ForAll @IntRange(min = 0, max = 4) int columns,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] costs = new double[rows][columns];
    for (double[] row : costs) {
      for (int c = 0; c < columns; c++) {
        row[c] = 3 * random.nextDouble();
      }
    }
    int[] assigned = Assignment.solve(costs, 1.5);
    List<Integer> used = IntStream.of(assigned).filter(c -> c >= 0).boxed().toList();
    assertThat(used).doesNotHaveDuplicates();
    double total = 0;
    for (int row = 0; row < rows; row++) {
      total += assigned[row] < 0 ? 1.5 : costs[row][assigned[row]];
    }
    assertThat(total).isLessThanOrEqualTo(best(costs, 0, new boolean[columns]) + 1e-9);
  }

  private static double best(double[][] costs, int row, boolean[] used) {
    if (row == costs.length) {
      return 0;
    }
    double best = 1.5 + best(costs, row + 1, used);
    for (int c = 0; c < used.length; c++) {
      if (!used[c]) {
        used[c] = true;
        best = Math.min(best, costs[row][c] + best(costs, row + 1, used));
        used[c] = false;
      }
    }
    return best;
  }

  @Test
  void update_likePeopleCrossing_areToldApartByHowTheyHoldTheirHeads() {
    for (int f = 0; f <= 60; f++) {
      Detection left = turned(100 + 10 * f, 0.3);
      Detection right = turned(700 - 10 * f, 0.7);
      assertThat(tracker.update(frame(f), List.of(left, right)))
          .as("frame %d", f)
          .containsExactly(1, 2);
    }
  }

  private static Detection turned(double x, double nose) {
    Box box = Box.around(new Point(x, 200), 100);
    Point point = new Point(box.left() + nose * box.width(), 210);
    return new Detection(box, List.of(point), ANNA);
  }

  @Test
  void missing_namesWhoWasThereAMomentAgo() {
    tracker.update(frame(0), List.of(at(100, 100, ANNA), at(400, 100, BEN)));
    tracker.update(frame(1), List.of(at(400, 100, BEN)));
    assertThat(tracker.missing()).containsExactly(1);
    tracker.update(frame(40), List.of());
    assertThat(tracker.missing()).isEmpty();
  }
}
