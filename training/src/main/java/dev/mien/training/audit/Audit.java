package dev.mien.training.audit;

import dev.mien.training.dataset.GroupSplit;
import dev.mien.training.dataset.Protocol;
import dev.mien.training.dataset.Sample;
import dev.mien.training.dataset.Split;
import dev.mien.training.dataset.TwinSearch;
import dev.mien.training.dataset.TwinSearch.Twins;
import dev.mien.training.dataset.Votes;
import dev.mien.training.predict.Cropping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be known of a data set before a figure that was measured on it is believed. Nothing is
 * changed or left out by it.
 *
 * @param parts size and classes of each split
 * @param identical groups of images with the same pixels
 * @param crossing images that have a nearly identical twin (identical ones included) in a split
 *     before theirs: validation and test images in the training split, test images in the
 *     validation split
 * @param repeated images that have such a twin before them in their own split
 * @param sharedSubjects who is shown in more than one split
 * @param unknownSubjects how many images do not say who is shown
 * @param flat images of a single shade
 * @param faceless images in which no face was found; null if that was not looked for
 * @param rejected images that got more votes for no face than for anything else
 * @param problems a sentence for each file that could not be read
 */
public record Audit(
    List<Part> parts,
    List<IdenticalImages> identical,
    List<Twins> crossing,
    List<Twins> repeated,
    List<String> sharedSubjects,
    int unknownSubjects,
    List<Sample> flat,
    @Nullable List<Sample> faceless,
    List<Sample> rejected,
    List<String> problems) {

  /**
   * A split.
   *
   * @param split which
   * @param images how many it has
   * @param classes how many of them each protocol gives to each of its classes
   */
  public record Part(Split split, int images, Map<Protocol, int[]> classes) {}

  /**
   * Looks at a data set. Every image is compared with every other: 36,000 of them take a minute or
   * two.
   *
   * @param protocols whose classes are counted
   * @param showsFace whether an image shows a face; null if that is not to be looked for
   * @param problems a sentence for each file that could not be read
   */
  public static Audit of(
      List<Sample> samples,
      List<Protocol> protocols,
      @Nullable Predicate<Sample> showsFace,
      List<String> problems) {
    List<Sample> training = Split.TRAINING.of(samples);
    List<Sample> validation = Split.VALIDATION.of(samples);
    List<Sample> test = Split.TEST.of(samples);
    List<Twins> crossing = new ArrayList<>(TwinSearch.across(validation, training));
    crossing.addAll(TwinSearch.across(test, training));
    crossing.addAll(TwinSearch.across(test, validation));
    List<Twins> repeated = new ArrayList<>();
    for (List<Sample> part : List.of(training, validation, test)) {
      repeated.addAll(TwinSearch.within(part));
    }
    return new Audit(
        Arrays.stream(Split.values())
            .map(split -> part(split, split.of(samples), protocols))
            .filter(part -> part.images() > 0)
            .toList(),
        IdenticalImages.find(samples),
        crossing,
        repeated,
        sharedSubjects(samples),
        (int) samples.stream().filter(sample -> sample.subject() == null).count(),
        samples.stream().filter(sample -> Cropping.asItIs().crop(sample).isFlat()).toList(),
        showsFace == null ? null : samples.stream().filter(showsFace.negate()).toList(),
        samples.stream().filter(Audit::isRejected).toList(),
        problems);
  }

  private static Part part(Split split, List<Sample> samples, List<Protocol> protocols) {
    Map<Protocol, int[]> classes = new TreeMap<>();
    for (Protocol protocol : protocols) {
      int[] counts = new int[protocol.classes().size()];
      for (int label : protocol.labelsOf(samples)) {
        if (label >= 0) {
          counts[label]++;
        }
      }
      classes.put(protocol, counts);
    }
    return new Part(split, samples.size(), classes);
  }

  private static List<String> sharedSubjects(List<Sample> samples) {
    Map<String, Set<Split>> splits = new TreeMap<>();
    for (Sample sample : samples) {
      String subject = GroupSplit.Grouping.SUBJECT.of(sample);
      if (subject != null) {
        splits.computeIfAbsent(subject, key -> new TreeSet<>()).add(sample.split());
      }
    }
    return splits.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isRejected(Sample sample) {
    Votes votes = sample.votes();
    return votes != null && votes.isNoFace();
  }

  /** Whether there are splits. What is not divided is all test, and can only be measured on. */
  public boolean isDivided() {
    return parts.stream().anyMatch(part -> part.split() != Split.TEST && part.images() > 0);
  }

  /** Whether a figure measured on one of the splits would be flattered by another. */
  public boolean crossesSplits() {
    return !crossing.isEmpty() || !sharedSubjects.isEmpty();
  }

  /** How many images of a split have a twin in an earlier one. */
  public long crossing(Split from, Split into) {
    return crossing.stream()
        .filter(twins -> twins.sample().split() == from && twins.twin().split() == into)
        .count();
  }

  /** The same, of identical pixels only. */
  public long identical(Split from, Split into) {
    return crossing.stream()
        .filter(twins -> twins.sample().split() == from && twins.twin().split() == into)
        .filter(twins -> Arrays.equals(twins.sample().pixels(), twins.twin().pixels()))
        .count();
  }

  /** The groups of identical images that carry different labels. */
  public List<IdenticalImages> conflicting() {
    return identical.stream().filter(IdenticalImages::isConflicting).toList();
  }

  /** How many images there are. */
  public int images() {
    return parts.stream().mapToInt(Part::images).sum();
  }
}
