package dev.mien.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class SimilarityTest {
  private static final List<Point> POINTS =
      List.of(new Point(10, 20), new Point(40, 22), new Point(25, 41), new Point(26, 60));

  @Test
  void fit_quarterTurn_isFound() {
    Similarity turn = new Similarity(0, 1, 5, 7);
    Similarity fitted = Similarity.fit(POINTS, POINTS.stream().map(turn::apply).toList());
    assertThat(Math.toDegrees(fitted.rotation())).isCloseTo(90, within(1e-9));
    assertThat(fitted.scale()).isCloseTo(1, within(1e-12));
  }

  @Test
  void fit_coincidingPoints_isRefused() {
    List<Point> same = List.of(new Point(1, 1), new Point(1, 1));
    assertThatThrownBy(() -> Similarity.fit(same, same)).hasMessageContaining("coincide");
  }

  @Test
  void inverse_ofScaleZero_isRefused() {
    assertThatThrownBy(() -> new Similarity(0, 0, 1, 1).inverse()).hasMessageContaining("scale 0");
  }

  @Property
  void fit_recoversAnySimilarity(@ForAll("similarities") Similarity similarity) {
    Similarity fitted = Similarity.fit(POINTS, POINTS.stream().map(similarity::apply).toList());
    for (Point point : POINTS) {
      assertThat(fitted.apply(point).distanceTo(similarity.apply(point))).isLessThan(1e-6);
    }
  }

  @Property
  void inverse_undoes(@ForAll("similarities") Similarity similarity) {
    for (Point point : POINTS) {
      assertThat(similarity.inverse().apply(similarity.apply(point)).distanceTo(point))
          .isLessThan(1e-6);
    }
  }

  @Provide
  Arbitrary<Similarity> similarities() {
    Arbitrary<Double> scale = Arbitraries.doubles().between(0.05, 20);
    Arbitrary<Double> angle = Arbitraries.doubles().between(-3.14, 3.14);
    Arbitrary<Double> shift = Arbitraries.doubles().between(-1000, 1000);
    return Combinators.combine(scale, angle, shift, shift)
        .as((s, a, x, y) -> new Similarity(s * Math.cos(a), s * Math.sin(a), x, y));
  }
}
