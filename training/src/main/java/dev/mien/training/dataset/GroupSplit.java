package dev.mien.training.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Divides a data set that is not divided, without ever tearing a group (a subject) apart. */
public final class GroupSplit {
  /** From -1, for a face that shows none of FER2013's seven, to 6. */
  private static final int LABELS = 8;

  private GroupSplit() {}

  /** By whom samples belong together; a null group is a sample on its own. */
  @FunctionalInterface
  public interface Grouping {
    /**
     * All faces of one person. The frames of a sequence show one, whose name need not be known; a
     * sample without a subject and a sequence stands alone.
     */
    Grouping SUBJECT = GroupSplit::person;

    /** Every image on its own. */
    Grouping NONE = sample -> null;

    /** The group of a sample. */
    @Nullable String of(Sample sample);
  }

  private static @Nullable String person(Sample sample) {
    String subject = sample.subject();
    String sequence = sample.origin().sequence();
    return subject != null || sequence == null ? subject : "sequence " + sequence;
  }

  /**
   * The fold of every sample, from 0 to {@code folds - 1}, of similar sizes and shares of the
   * labels (stratified): groups are shuffled, and each goes to the fold that holds the least share
   * of the group's labels then, or to the smallest of those. A fold that is ahead of the smallest
   * by more than the largest group, or eight samples if groups are smaller, has to wait.
   *
   * @throws IllegalArgumentException if there are fewer groups than folds
   */
  public static int[] folds(List<Sample> samples, int folds, Grouping grouping, long seed) {
    List<List<Integer>> groups = shuffled(samples, grouping, seed);
    if (groups.size() < folds) {
      throw new IllegalArgumentException(
          "%d folds need as many groups; the data has %d".formatted(folds, groups.size()));
    }
    int[] totals = new int[LABELS];
    samples.forEach(sample -> totals[sample.label() + 1]++);
    int largest = groups.stream().mapToInt(List::size).max().orElse(1);
    int[] sizes = new int[folds];
    int[][] ofLabel = new int[LABELS][folds];
    int[] fold = new int[samples.size()];
    for (List<Integer> members : groups) {
      double[] shares = new double[folds];
      for (int member : members) {
        int label = samples.get(member).label() + 1;
        Arrays.setAll(shares, f -> shares[f] + (double) ofLabel[label][f] / totals[label]);
      }
      int limit = IntStream.of(sizes).min().orElse(0) + Math.max(LABELS, largest);
      int chosen =
          IntStream.range(0, folds)
              .filter(f -> sizes[f] <= limit)
              .reduce((a, b) -> precedes(b, a, shares, sizes) ? b : a)
              .orElseThrow();
      for (int member : members) {
        fold[member] = chosen;
        sizes[chosen]++;
        ofLabel[samples.get(member).label() + 1][chosen]++;
      }
    }
    return fold;
  }

  /** The groups, as positions in the list of samples. */
  private static List<List<Integer>> shuffled(List<Sample> samples, Grouping grouping, long seed) {
    Map<String, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < samples.size(); i++) {
      String group = grouping.of(samples.get(i));
      groups.computeIfAbsent(group == null ? "\0" + i : group, key -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> order = new ArrayList<>(groups.values());
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, random.nextInt(i + 1));
    }
    return order;
  }

  private static boolean precedes(int a, int b, double[] shares, int[] sizes) {
    return shares[a] < shares[b] || (shares[a] == shares[b] && sizes[a] < sizes[b]);
  }

  private static int groups(List<Sample> samples, Grouping grouping) {
    long single = samples.stream().filter(sample -> grouping.of(sample) == null).count();
    long named = samples.stream().map(grouping::of).filter(Objects::nonNull).distinct().count();
    return Math.toIntExact(single + named);
  }

  /**
   * The samples, with one tenth of the groups (of fewer than ten: one) for validation and the rest
   * for training.
   *
   * @throws IllegalArgumentException if there is one group only
   */
  public static List<Sample> divide(List<Sample> samples, Grouping grouping, long seed) {
    int groups = groups(samples, grouping);
    if (groups < 2) {
      throw new IllegalArgumentException(
          "all images show one person or sequence, so that none can be held out for validation: divide them into train and val");
    }
    int[] fold = folds(samples, Math.min(10, groups), grouping, seed);
    return IntStream.range(0, samples.size())
        .mapToObj(i -> samples.get(i).in(fold[i] == 0 ? Split.VALIDATION : Split.TRAINING))
        .toList();
  }
}
