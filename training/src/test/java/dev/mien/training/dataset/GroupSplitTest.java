package dev.mien.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class GroupSplitTest {
  private static List<Sample> samples(int subjects, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Sample> samples = new ArrayList<>();
    for (int subject = 0; subject < subjects; subject++) {
      int images = 1 + random.nextInt(9);
      for (int image = 0; image < images; image++) {
        byte[] pixels = new byte[Sample.SIZE * Sample.SIZE];
        samples.add(
            new Sample(samples.size(), pixels, 0, null, Split.TEST, Origin.of("S" + subject)));
      }
    }
    return samples;
  }

  @Property(tries = 100)
  void folds_neverShareASubject(
      @ForAll @IntRange(min = 5, max = 40) int subjects,
      @ForAll @IntRange(min = 2, max = 5) int folds,
      @ForAll long seed) {
    List<Sample> samples = samples(subjects, seed);
    int[] fold = GroupSplit.folds(samples, folds, GroupSplit.Grouping.SUBJECT, seed);
    Map<String, Integer> home = new HashMap<>();
    for (int i = 0; i < samples.size(); i++) {
      String subject = String.valueOf(samples.get(i).subject());
      assertThat(home.computeIfAbsent(subject, key -> -1)).isIn(-1, fold[i]);
      home.put(subject, fold[i]);
    }
    assertThat(IntStream.of(fold).distinct().sorted().toArray())
        .isEqualTo(IntStream.range(0, folds).toArray());
    int[] sizes = new int[folds];
    IntStream.of(fold).forEach(f -> sizes[f]++);
    // With one label a group goes to the smallest fold, so that no fold leads by more than one
    // group.
    assertThat(IntStream.of(sizes).max().orElseThrow() - IntStream.of(sizes).min().orElseThrow())
        .isLessThanOrEqualTo(9);
  }

  @Test
  void divide_framesOfASequenceWithoutASubject_stayOnOneSide() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      samples.add(frame(i, "film" + i / 6));
    }
    Map<Split, List<String>> sides =
        GroupSplit.divide(samples, GroupSplit.Grouping.SUBJECT, 1).stream()
            .collect(
                Collectors.groupingBy(
                    Sample::split,
                    Collectors.mapping(
                        sample -> String.valueOf(sample.origin().sequence()),
                        Collectors.toList())));
    assertThat(sides.get(Split.VALIDATION)).hasSize(6);
    assertThat(sides.get(Split.TRAINING)).doesNotContainAnyElementsOf(sides.get(Split.VALIDATION));
  }

  @Test
  void divide_onePersonAlone_isRefused() {
    List<Sample> samples = List.of(frame(0, "film"), frame(1, "film"));
    assertThatThrownBy(() -> GroupSplit.divide(samples, GroupSplit.Grouping.SUBJECT, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one person or sequence");
  }

  private static Sample frame(int row, String sequence) {
    return new Sample(
        row,
        new byte[Sample.SIZE * Sample.SIZE],
        0,
        null,
        Split.TEST,
        new Origin(null, null, sequence, Map.of()));
  }

  @Property(tries = 50)
  void divide_keepsSubjectsOnOneSide(
      @ForAll @IntRange(min = 3, max = 40) int subjects, @ForAll long seed) {
    List<Sample> divided =
        GroupSplit.divide(samples(subjects, seed), GroupSplit.Grouping.SUBJECT, seed);
    Map<Split, List<String>> sides =
        divided.stream()
            .collect(
                Collectors.groupingBy(
                    Sample::split,
                    Collectors.mapping(
                        sample -> String.valueOf(sample.subject()), Collectors.toList())));
    assertThat(sides).containsOnlyKeys(Split.TRAINING, Split.VALIDATION);
    assertThat(sides.get(Split.TRAINING)).doesNotContainAnyElementsOf(sides.get(Split.VALIDATION));
  }

  /** Labels as unequal as in practice: for every three of one there is one of the next. */
  @Property(tries = 50)
  void folds_holdTheirShareOfEveryLabel(
      @ForAll @IntRange(min = 2, max = 10) int folds, @ForAll long seed) {
    List<Sample> samples = new ArrayList<>();
    for (int label = 0; label < 5; label++) {
      for (int i = 0; i < 243 / Math.pow(3, label); i++) {
        byte[] pixels = new byte[Sample.SIZE * Sample.SIZE];
        samples.add(new Sample(samples.size(), pixels, label, null, Split.TEST));
      }
    }
    int[] fold = GroupSplit.folds(samples, folds, GroupSplit.Grouping.NONE, seed);
    int[][] counts = new int[5][folds];
    int[] sizes = new int[folds];
    for (int i = 0; i < fold.length; i++) {
      counts[samples.get(i).label()][fold[i]]++;
      sizes[fold[i]]++;
    }
    for (int[] count : counts) {
      assertThat(spread(count)).isLessThanOrEqualTo(1);
    }
    assertThat(spread(sizes)).isLessThanOrEqualTo(5);
  }

  @Test
  void folds_oneImageOfEachLabel_areOfEqualSize() {
    List<Sample> samples = new ArrayList<>();
    for (int label = 0; label < 5; label++) {
      byte[] pixels = new byte[Sample.SIZE * Sample.SIZE];
      samples.add(new Sample(label, pixels, label, null, Split.TEST));
    }
    assertThat(GroupSplit.folds(samples, 5, GroupSplit.Grouping.NONE, 1))
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4);
  }

  /** People who show one expression each, some of them hundreds of times. */
  @Property(tries = 50)
  void folds_ofUnequalPeople_stayOfSimilarSize(
      @ForAll @IntRange(min = 2, max = 5) int folds, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Sample> samples = new ArrayList<>();
    int[] sizes = IntStream.range(0, 30).map(i -> random.nextInt(1, 101)).toArray();
    for (int subject = 0; subject < sizes.length; subject++) {
      int label = random.nextInt(7);
      for (int image = 0; image < sizes[subject]; image++) {
        byte[] pixels = new byte[Sample.SIZE * Sample.SIZE];
        samples.add(
            new Sample(samples.size(), pixels, label, null, Split.TEST, Origin.of("S" + subject)));
      }
    }
    int[] counts = new int[folds];
    for (int f : GroupSplit.folds(samples, folds, GroupSplit.Grouping.SUBJECT, seed)) {
      counts[f]++;
    }
    int largest = Math.max(8, IntStream.of(sizes).max().orElseThrow());
    assertThat(spread(counts)).isLessThanOrEqualTo(2 * largest);
  }

  private static int spread(int[] counts) {
    return IntStream.of(counts).max().orElseThrow() - IntStream.of(counts).min().orElseThrow();
  }

  @Test
  void folds_moreThanSubjects_areRefused() {
    List<Sample> samples = samples(3, 1);
    assertThatThrownBy(() -> GroupSplit.folds(samples, 4, GroupSplit.Grouping.SUBJECT, 1))
        .hasMessageContaining("the data has 3");
  }
}
