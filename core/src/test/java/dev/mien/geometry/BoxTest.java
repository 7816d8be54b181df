package dev.mien.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class BoxTest {
  @Test
  void intersectionOverUnion_halfShifted_isOneThird() {
    Box a = new Box(0, 0, 10, 10);
    assertThat(a.intersectionOverUnion(new Box(5, 0, 10, 10))).isCloseTo(50.0 / 150, within(1e-12));
  }

  @Test
  void intersectionOverUnion_touchingAtACorner_isZero() {
    assertThat(new Box(0, 0, 10, 10).intersectionOverUnion(new Box(10, 10, 10, 10))).isZero();
  }

  @Test
  void intersectionOverUnion_emptyBoxes_isZero() {
    assertThat(new Box(3, 3, 0, 0).intersectionOverUnion(new Box(3, 3, 0, 0))).isZero();
  }

  @Test
  void clipTo_partlyOutside_keepsThePartInside() {
    assertThat(new Box(-5, 90, 20, 20).clipTo(100, 100)).isEqualTo(new Box(0, 90, 15, 10));
    assertThat(new Box(200, 200, 20, 20).clipTo(100, 100).area()).isZero();
  }

  @Test
  void constructor_negativeOrInfinite_isRefused() {
    assertThatThrownBy(() -> new Box(0, 0, -1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Box(Double.NaN, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void intersectionOverUnion_isSymmetricAndBetweenZeroAndOne(
      @ForAll("boxes") Box a, @ForAll("boxes") Box b) {
    double overlap = a.intersectionOverUnion(b);
    assertThat(overlap)
        .isBetween(0.0, 1.0 + 1e-9)
        .isCloseTo(b.intersectionOverUnion(a), within(1e-12));
    assertThat(a.intersectionOverUnion(a)).isCloseTo(1, within(1e-9));
  }

  @Provide
  Arbitrary<Box> boxes() {
    Arbitrary<Double> position = Arbitraries.doubles().between(-500, 500);
    Arbitrary<Double> side = Arbitraries.doubles().between(0.5, 400);
    return Combinators.combine(position, position, side, side).as(Box::new);
  }
}
