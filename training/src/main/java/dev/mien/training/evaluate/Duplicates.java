package dev.mien.training.evaluate;

import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.TwinSearch;
import dev.mien.training.dataset.TwinSearch.Twins;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Images of one part of a data set that stand among the training images too, as {@link TwinSearch}
 * finds them. A model that has learnt an image by heart knows its twin.
 *
 * @param pairs of a tested image and its nearest training image
 */
public record Duplicates(List<Twins> pairs) {
  /** Compares every tested image with every training image. */
  public static Duplicates find(List<Sample> training, List<Sample> tested) {
    return new Duplicates(TwinSearch.across(tested, training));
  }

  /** The rows of the tested images that have a twin. */
  public Set<Integer> rows() {
    return pairs.stream().map(pair -> pair.sample().row()).collect(Collectors.toSet());
  }

  /** How many of the twins carry another label than the training image. */
  public int contradictions() {
    return (int) pairs.stream().filter(pair -> !pair.sameLabel()).count();
  }
}
