package dev.mien.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Some seconds of what {@link Fuzz} does for hours. The seed is fixed: a failure comes again. */
final class FuzzTest {
  private static final long MILLIS_PER_TARGET = 3000;
  private static final long SEED = 16;

  static Stream<String> targets() throws IOException {
    return Targets.all().stream().map(FuzzTarget::name);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void target_fedDamagedInput_readsOrRefusesIt(String name) throws IOException {
    for (FuzzTarget target : Targets.all()) {
      if (target.name().equals(name)) {
        try (target) {
          Fuzz.Outcome outcome =
              Fuzz.run(target, MILLIS_PER_TARGET, SEED, Path.of("target", "fuzz-finds"));
          assertThat(outcome.finds()).isEmpty();
          assertThat(outcome.tried()).isPositive();
        }
      }
    }
  }

  @Test
  void mutator_withTheSameSeed_makesTheSameDamage() {
    List<byte[]> seeds = List.of("0123456789".getBytes(), "abc".getBytes());
    Mutator first = new Mutator(7);
    Mutator second = new Mutator(7);
    for (int i = 0; i < 1000; i++) {
      assertThat(first.next(seeds)).isEqualTo(second.next(seeds));
    }
  }

  /** A target that fails with an error now and then: the harness must notice. */
  private static final class Faulty implements FuzzTarget {
    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public List<byte[]> seeds() {
      return List.of(new byte[] {1, 2, 3, 4});
    }

    @Override
    public boolean read(byte[] input) {
      if (input.length > 4) {
        throw new StackOverflowError("as a test");
      }
      return true;
    }
  }

  @Test
  void harness_findsWhatFails(@TempDir Path folder) throws IOException {
    Fuzz.Outcome outcome = Fuzz.run(new Faulty(), 2000, SEED, folder);
    assertThat(outcome.finds()).isNotEmpty().first().asString().contains("StackOverflowError");
  }
}
