package dev.mien.app.session.analysis;

import dev.mien.app.session.Observation;
import dev.mien.app.session.RecordedFrame;
import dev.mien.geometry.Box;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Joins tracks to people. A track ends when a face is away for more than a moment; whoever comes
 * back near the same place, at about the same size, while nobody else is there, is taken for the
 * same person, unless a cut of the film lies between. This is a rule of thumb for people who sit in
 * front of a camera, and no recognition of faces: every {@link Join} says how sure it is.
 */
final class People {
  /** How far, in face widths, somebody may come back from where he was last. */
  private static final double NEAR = 1.5;

  /** How much larger or smaller, as a factor. */
  private static final double SIZE = 1.6;

  private People() {}

  private static final class Life {
    final int track;
    final Duration first;
    final Box firstBox;
    Duration last;
    Box lastBox;

    Life(int track, Duration time, Box box) {
      this.track = track;
      first = time;
      firstBox = box;
      last = time;
      lastBox = box;
    }
  }

  /**
   * A person's tracks in order, and how they were joined.
   *
   * @param tracks one or more
   * @param joins one fewer
   */
  record Person(List<Integer> tracks, List<Join> joins) {}

  /** All people in order of appearance. */
  static List<Person> of(List<RecordedFrame> frames) {
    List<Life> ends = new ArrayList<>();
    Map<Integer, Person> people = new TreeMap<>();
    Map<Integer, Person> byTrack = new HashMap<>();
    List<Duration> cuts =
        frames.stream().filter(RecordedFrame::cut).map(RecordedFrame::time).toList();
    Map<Integer, Life> lives = lives(frames);
    int next = 1;
    for (Life life :
        lives.values().stream().sorted(Comparator.comparing((Life l) -> l.first)).toList()) {
      Life earlier =
          ends.stream()
              .filter(end -> end.last.compareTo(life.first) < 0 && mayBeSame(end, life, cuts))
              .max(Comparator.comparing(end -> end.last))
              .orElse(null);
      Person person = earlier == null ? null : byTrack.get(earlier.track);
      if (earlier == null || person == null) {
        person = new Person(new ArrayList<>(), new ArrayList<>());
        people.put(next++, person);
      } else {
        person.joins().add(join(earlier, life));
        ends.remove(earlier);
      }
      person.tracks().add(life.track);
      byTrack.put(life.track, person);
      ends.add(life);
    }
    return List.copyOf(people.values());
  }

  private static Join join(Life before, Life after) {
    return new Join(before.last, after.first, distance(before, after), sizeRatio(before, after));
  }

  private static Map<Integer, Life> lives(List<RecordedFrame> frames) {
    Map<Integer, Life> lives = new HashMap<>();
    for (RecordedFrame frame : frames) {
      for (Observation observation : frame.observations()) {
        Life life =
            lives.computeIfAbsent(
                observation.track(), track -> new Life(track, frame.time(), observation.box()));
        life.last = frame.time();
        life.lastBox = observation.box();
      }
    }
    return lives;
  }

  private static boolean mayBeSame(Life before, Life after, List<Duration> cuts) {
    double ratio = sizeRatio(before, after);
    return distance(before, after) <= NEAR
        && ratio <= SIZE
        && ratio >= 1 / SIZE
        && cuts.stream()
            .noneMatch(cut -> cut.compareTo(before.last) > 0 && cut.compareTo(after.first) <= 0);
  }

  /** In face widths. */
  private static double distance(Life before, Life after) {
    double width = Math.max(1, (before.lastBox.width() + after.firstBox.width()) / 2);
    return before.lastBox.centre().distanceTo(after.firstBox.centre()) / width;
  }

  private static double sizeRatio(Life before, Life after) {
    return Math.max(1, after.firstBox.width()) / Math.max(1, before.lastBox.width());
  }
}
