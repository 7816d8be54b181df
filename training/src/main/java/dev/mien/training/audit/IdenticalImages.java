package dev.mien.training.audit;

import dev.mien.training.dataset.Sample;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Images with the same pixels.
 *
 * @param samples two or more, in the order of the data set
 */
public record IdenticalImages(List<Sample> samples) {

  /** All groups, in the order of their first image. */
  static List<IdenticalImages> find(List<Sample> samples) {
    Map<ByteBuffer, List<Sample>> byPixels =
        samples.stream()
            .collect(
                Collectors.groupingBy(
                    sample -> ByteBuffer.wrap(sample.pixels()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return byPixels.values().stream()
        .filter(group -> group.size() > 1)
        .map(IdenticalImages::new)
        .toList();
  }

  /** Whether they carry different FER2013 labels. */
  public boolean isConflicting() {
    return samples.stream().mapToInt(Sample::label).distinct().count() > 1;
  }

  /** Whether they are said to show different people, which keeps no fold apart. */
  public boolean isOfSeveralSubjects() {
    return samples.stream().map(Sample::subject).filter(Objects::nonNull).distinct().count() > 1;
  }

  /** Whether they are in several parts of the data set. */
  public boolean crossesSplits() {
    return samples.stream().map(Sample::split).distinct().count() > 1;
  }
}
