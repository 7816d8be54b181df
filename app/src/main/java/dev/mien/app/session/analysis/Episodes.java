package dev.mien.app.session.analysis;

import dev.mien.app.session.Observation;
import dev.mien.app.session.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts a person's time into ranges. */
final class Episodes {
  /** Shorter ones are flicker. */
  private static final Duration SHORTEST = Duration.ofMillis(500);

  private static final String AWAY = "";

  private Episodes() {}

  /**
   * The ranges of one expression each. Whatever is shorter than half a second is flicker: it is
   * left out, and does not end the range around it.
   */
  static List<Episode> of(List<Sample> samples) {
    return smoothed(samples, Observation::label).stream()
        .filter(episode -> !episode.label().equals(AWAY))
        .toList();
  }

  /** The ranges in which the person could not be seen. */
  static List<TimeRange> missing(List<Sample> samples) {
    return smoothed(samples, observation -> "here").stream()
        .filter(episode -> episode.label().equals(AWAY))
        .map(Episode::range)
        .toList();
  }

  private interface Label {
    String of(Observation observation);
  }

  private static List<Episode> smoothed(List<Sample> samples, Label label) {
    List<Episode> smoothed = new ArrayList<>();
    for (Episode run : runs(samples, label)) {
      if (run.range().length().compareTo(SHORTEST) >= 0) {
        Episode before = smoothed.isEmpty() ? null : smoothed.get(smoothed.size() - 1);
        if (before != null && isInterrupted(before, run)) {
          TimeRange whole = new TimeRange(before.range().from(), run.range().to());
          smoothed.set(smoothed.size() - 1, new Episode(run.label(), whole));
        } else {
          smoothed.add(run);
        }
      }
    }
    return smoothed;
  }

  /** Whether one is the other's continuation after a moment of something else. */
  private static boolean isInterrupted(Episode before, Episode after) {
    Duration between = after.range().from().minus(before.range().to());
    return before.label().equals(after.label()) && between.compareTo(SHORTEST) < 0;
  }

  /** Not so after a break in which there were no frames at all. */
  private static boolean adjoins(Episode run, Sample sample) {
    return sample.time().minus(run.range().to()).compareTo(SHORTEST) < 0;
  }

  private static List<Episode> runs(List<Sample> samples, Label label) {
    List<Episode> runs = new ArrayList<>();
    for (Sample sample : samples) {
      Observation observation = sample.observation();
      String now = observation == null ? AWAY : label.of(observation);
      Episode last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
      if (last != null && last.label().equals(now) && adjoins(last, sample)) {
        TimeRange longer = new TimeRange(last.range().from(), sample.end());
        runs.set(runs.size() - 1, new Episode(now, longer));
      } else {
        runs.add(new Episode(now, new TimeRange(sample.time(), sample.end())));
      }
    }
    return runs;
  }

  /** How often an episode of one label was followed by one of another. */
  static Map<String, Map<String, Integer>> transitions(List<Episode> episodes) {
    Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
    for (int i = 1; i < episodes.size(); i++) {
      String from = episodes.get(i - 1).label();
      String to = episodes.get(i).label();
      if (!from.equals(to)) {
        counts.computeIfAbsent(from, key -> new LinkedHashMap<>()).merge(to, 1, Integer::sum);
      }
    }
    return counts;
  }
}
