package dev.mien.training.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Divides samples by a property: a column of a manifest, or what the first group of a regular
 * expression takes from the file's name. More than {@value #MOST_VALUES} different whole numbers
 * are taken ten by ten (20-29), as ages are; subjects and sequences are not.
 *
 * @param by the property, in words
 * @param members the indices of the samples of each group; groups and indices ascend. Samples that
 *     do not have the property are in none
 */
public record SampleGroups(String by, Map<String, int[]> members) {
  /** Makes all numbers positive, so that they sort as text. */
  private static final int SHIFT = 1_000_000_000;

  private static final int MOST_VALUES = 12;

  /**
   * Divides.
   *
   * @param by a column, or a regular expression with a group
   * @throws IllegalArgumentException if no sample has the property
   */
  public static SampleGroups of(List<Sample> samples, String by) {
    boolean isColumn = samples.stream().anyMatch(sample -> column(sample, by) != null);
    Pattern pattern = !isColumn && by.contains("(") ? pattern(by) : null;
    List<@Nullable String> values = new ArrayList<>();
    for (Sample sample : samples) {
      values.add(pattern == null ? column(sample, by) : match(sample, pattern));
    }
    if (values.stream().allMatch(value -> value == null)) {
      throw new IllegalArgumentException(
          pattern == null
              ? "no image has a property \"" + by + "\": name a column of the CSV file"
              : "the name of no image matches " + by);
    }
    boolean tens = !by.equals("subject") && !by.equals("sequence") && areManyNumbers(values);
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    IntStream.range(0, values.size())
        .filter(i -> values.get(i) != null)
        .boxed()
        .sorted(Comparator.comparing(i -> order(String.valueOf(values.get(i)))))
        .forEach(
            i ->
                groups
                    .computeIfAbsent(
                        name(String.valueOf(values.get(i)), tens), key -> new ArrayList<>())
                    .add(i));
    Map<String, int[]> members = new LinkedHashMap<>();
    groups.forEach(
        (name, indices) -> members.put(name, indices.stream().mapToInt(i -> i).sorted().toArray()));
    return new SampleGroups(by, members);
  }

  private static Pattern pattern(String by) {
    try {
      Pattern pattern = Pattern.compile(by);
      if (pattern.matcher("").groupCount() > 0) {
        return pattern;
      }
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          by + " is no regular expression: " + e.getDescription(), e);
    }
    throw new IllegalArgumentException(by + " has no group in brackets");
  }

  private static @Nullable String column(Sample sample, String by) {
    return switch (by) {
      case "label" -> label(sample);
      case "split" -> sample.split().label();
      case "subject" -> sample.subject();
      case "sequence" -> sample.origin().sequence();
      default -> sample.origin().groups().get(by);
    };
  }

  private static @Nullable String label(Sample sample) {
    int label = Protocol.FOLDER.labelOf(sample);
    return label < 0 ? null : Protocol.FOLDER.classes().get(label).label();
  }

  private static @Nullable String match(Sample sample, Pattern pattern) {
    String file = sample.origin().file();
    if (file == null) {
      return null;
    }
    Matcher matcher = pattern.matcher(file.substring(file.lastIndexOf('/') + 1));
    return matcher.find() ? matcher.group(1) : null;
  }

  private static boolean areManyNumbers(List<@Nullable String> values) {
    List<String> distinct =
        values.stream().filter(value -> value != null).map(String::valueOf).distinct().toList();
    return distinct.size() > MOST_VALUES && distinct.stream().allMatch(SampleGroups::isNumber);
  }

  private static boolean isNumber(String value) {
    return value.matches("-?\\d{1,9}");
  }

  /** Numbers by size, before and after them texts by alphabet. */
  private static String order(String value) {
    return isNumber(value) ? "%010d".formatted(SHIFT + Integer.parseInt(value)) : value;
  }

  private static String name(String value, boolean tens) {
    if (!tens) {
      return value;
    }
    int first = Math.floorDiv(Integer.parseInt(value), 10) * 10;
    return first + (first < 0 ? " to " : "-") + (first + 9);
  }
}
