package dev.mien.app.session.analysis;

import dev.mien.app.session.Observation;
import dev.mien.app.session.RecordedFrame;
import dev.mien.app.session.Recording;
import dev.mien.app.session.TimeRange;
import dev.mien.face.QualityReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A session in figures.
 *
 * @param seconds from the first to the last frame, without breaks in which there were no frames
 * @param frames that were analysed
 * @param people in order of appearance; those seen for less than a second, or than half of a
 *     shorter session, are left out
 * @param passersBy how many were left out
 * @param cuts at which the picture changed and all tracks ended
 */
public record SessionAnalysis(
    double seconds, int frames, List<PersonAnalysis> people, int passersBy, List<Duration> cuts) {
  /** A frame stands for the time until the next, but never for longer: then there was a break. */
  private static final double LONGEST_FRAME_SECONDS = 1;

  private static final double SHORTEST_VISIT_SECONDS = 1;
  private static final double SHORTEST_BASELINE_SECONDS = 1;
  private static final double FINEST_CURVE_SECONDS = 0.5;
  private static final int CURVE_POINTS = 600;

  /** Copies the lists. */
  public SessionAnalysis {
    people = List.copyOf(people);
    cuts = List.copyOf(cuts);
  }

  /** Analyses a recording. */
  public static SessionAnalysis of(Recording recording) {
    List<RecordedFrame> frames = recording.frames();
    double[] lengths = lengths(frames, recording.frameCount());
    double seconds = 0;
    for (double length : lengths) {
      seconds += length;
    }
    List<PersonAnalysis> people = new ArrayList<>();
    int passersBy = 0;
    double shortest = Math.min(SHORTEST_VISIT_SECONDS, seconds / 2);
    for (People.Person person : People.of(frames)) {
      List<Sample> samples = samples(frames, lengths, person.tracks());
      double seen = seen(samples, observation -> true);
      if (seen < shortest) {
        passersBy++;
      } else {
        people.add(person(people.size() + 1, person, samples, seconds, recording));
      }
    }
    List<Duration> cuts =
        frames.stream().filter(RecordedFrame::cut).map(RecordedFrame::time).toList();
    return new SessionAnalysis(seconds, recording.frameCount(), people, passersBy, cuts);
  }

  /** The number of the person to whom a track belongs; 0 if he was seen too shortly to count. */
  public int personOf(int track) {
    return people.stream()
        .filter(person -> person.tracks().contains(track))
        .mapToInt(PersonAnalysis::number)
        .findFirst()
        .orElse(0);
  }

  /** Where frames were left out, those that are there stand for them, too. */
  private static double[] lengths(List<RecordedFrame> frames, int frameCount) {
    double[] lengths = new double[frames.size()];
    double longest =
        LONGEST_FRAME_SECONDS * Math.ceil((double) frameCount / Math.max(1, lengths.length));
    for (int i = 0; i + 1 < lengths.length; i++) {
      double length = frames.get(i + 1).time().minus(frames.get(i).time()).toNanos() / 1e9;
      lengths[i] = Math.min(longest, length);
    }
    if (lengths.length > 1) {
      lengths[lengths.length - 1] = lengths[lengths.length - 2];
    }
    return lengths;
  }

  /** All frames of the session as one person sees them. */
  static List<Sample> samples(List<RecordedFrame> frames, double[] lengths, List<Integer> tracks) {
    Set<Integer> own = Set.copyOf(tracks);
    List<Sample> samples = new ArrayList<>(frames.size());
    for (int i = 0; i < frames.size(); i++) {
      @Nullable Observation seen = null;
      for (Observation observation : frames.get(i).observations()) {
        if (own.contains(observation.track())) {
          seen = observation;
        }
      }
      samples.add(new Sample(frames.get(i).time(), lengths[i], seen));
    }
    return samples;
  }

  private interface Condition {
    boolean holds(Observation observation);
  }

  private static double seen(List<Sample> samples, Condition condition) {
    double seconds = 0;
    for (Sample sample : samples) {
      Observation observation = sample.observation();
      if (observation != null && condition.holds(observation)) {
        seconds += sample.seconds();
      }
    }
    return seconds;
  }

  private static PersonAnalysis person(
      int number, People.Person person, List<Sample> samples, double seconds, Recording recording) {
    double seen = seen(samples, observation -> true);
    double usable = seen(samples, Observation::usable);
    List<Episode> episodes = Episodes.of(samples);
    Means means = Means.of(samples);
    Means baseline = baseline(samples, recording.info().baseline());
    double curveSeconds = Math.max(FINEST_CURVE_SECONDS, span(samples) / CURVE_POINTS);
    return new PersonAnalysis(
        number,
        List.copyOf(person.tracks()),
        List.copyOf(person.joins()),
        seen,
        seconds > 0 ? seen / seconds : 0,
        seconds > 0 ? usable / seconds : 0,
        secondsByLabel(samples),
        episodes,
        Episodes.transitions(episodes),
        Episodes.missing(samples),
        means,
        baseline,
        baseline == null ? null : means.minus(baseline),
        curve(samples, curveSeconds),
        curveSeconds,
        secondsByReason(samples),
        person.tracks().stream()
            .map(recording.portraits()::get)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null));
  }

  private static double span(List<Sample> samples) {
    Sample last = samples.get(samples.size() - 1);
    return last.end().minus(samples.get(0).time()).toNanos() / 1e9;
  }

  private static @Nullable Means baseline(List<Sample> samples, @Nullable TimeRange range) {
    if (range == null) {
      return null;
    }
    Means means =
        Means.of(samples.stream().filter(sample -> range.contains(sample.time())).toList());
    return means.seconds() < SHORTEST_BASELINE_SECONDS ? null : means;
  }

  private static Map<String, Double> secondsByLabel(List<Sample> samples) {
    Map<String, Double> seconds = new HashMap<>();
    for (Sample sample : samples) {
      Observation observation = sample.observation();
      if (observation != null) {
        seconds.merge(observation.label(), sample.seconds(), Double::sum);
      }
    }
    return longestFirst(seconds);
  }

  private static Map<String, Double> secondsByReason(List<Sample> samples) {
    Map<String, Double> seconds = new HashMap<>();
    for (Sample sample : samples) {
      Observation observation = sample.observation();
      if (observation != null) {
        for (QualityReason reason : observation.reasons()) {
          seconds.merge(reason.code(), sample.seconds(), Double::sum);
        }
      }
    }
    return longestFirst(seconds);
  }

  private static Map<String, Double> longestFirst(Map<String, Double> seconds) {
    Map<String, Double> sorted = new LinkedHashMap<>();
    seconds.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** Means over intervals of equal length; intervals in which nothing was seen are left out. */
  static List<CurvePoint> curve(List<Sample> samples, double intervalSeconds) {
    Map<Long, List<Sample>> intervals = new TreeMap<>();
    long nanos = Math.round(intervalSeconds * 1e9);
    for (Sample sample : samples) {
      if (sample.observation() != null) {
        intervals
            .computeIfAbsent(sample.time().toNanos() / nanos, key -> new ArrayList<>())
            .add(sample);
      }
    }
    List<CurvePoint> curve = new ArrayList<>();
    intervals.forEach(
        (interval, inside) -> {
          Means means = Means.of(inside);
          curve.add(
              new CurvePoint(
                  Duration.ofNanos(interval * nanos),
                  means.valence(),
                  means.arousal(),
                  means.ambiguity()));
        });
    return curve;
  }
}
