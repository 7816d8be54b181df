package dev.mien.app.session.analysis;

import dev.mien.app.session.Observation;
import dev.mien.app.session.Stretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Cuts a person's time into stretches. */
final class Episodes {
  /** Shorter ones are flicker. */
  private static final Duration SHORTEST = Duration.ofMillis(500);

  private Episodes() {}

  /** The stretches of one expression each, without those that are too short to mean anything. */
  static List<Episode> of(List<Sample> samples) {
    return runs(samples, Observation::label).stream()
        .filter(episode -> !episode.label().equals(AWAY))
        .toList();
  }

  /** The stretches in which the person could not be seen. */
  static List<Stretch> missing(List<Sample> samples) {
    return runs(samples, observation -> "here").stream()
        .filter(episode -> episode.label().equals(AWAY))
        .map(Episode::stretch)
        .toList();
  }

  private static final String AWAY = "";

  private interface Label {
    String of(Observation observation);
  }

  private static List<Episode> runs(List<Sample> samples, Label label) {
    List<Episode> runs = new ArrayList<>();
    @Nullable String current = null;
    Duration from = Duration.ZERO;
    Duration to = Duration.ZERO;
    for (Sample sample : samples) {
      Observation observation = sample.observation();
      String now = observation == null ? AWAY : label.of(observation);
      if (!now.equals(current)) {
        add(runs, current, from, to);
        current = now;
        from = sample.time();
      }
      to = sample.end();
    }
    add(runs, current, from, to);
    return runs;
  }

  private static void add(List<Episode> runs, @Nullable String label, Duration from, Duration to) {
    if (label != null && to.minus(from).compareTo(SHORTEST) >= 0) {
      runs.add(new Episode(label, new Stretch(from, to)));
    }
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
