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
 * same person. This is a rule of thumb for people who sit in front of a camera, and no recognition
 * of faces.
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

  /** The number of the person, from 1 in order of appearance, of every track. */
  static Map<Integer, Integer> ofTracks(List<RecordedFrame> frames) {
    List<Life> ends = new ArrayList<>();
    Map<Integer, Integer> people = new TreeMap<>();
    Map<Integer, Life> lives = lives(frames);
    int next = 1;
    for (Life life :
        lives.values().stream().sorted(Comparator.comparing((Life l) -> l.first)).toList()) {
      Life earlier =
          ends.stream()
              .filter(end -> end.last.compareTo(life.first) < 0 && mayBeSame(end, life))
              .max(Comparator.comparing(end -> end.last))
              .orElse(null);
      if (earlier == null) {
        people.put(life.track, next++);
      } else {
        people.put(life.track, people.getOrDefault(earlier.track, 0));
        ends.remove(earlier);
      }
      ends.add(life);
    }
    return people;
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

  private static boolean mayBeSame(Life before, Life after) {
    double width = Math.max(1, (before.lastBox.width() + after.firstBox.width()) / 2);
    double distance = before.lastBox.centre().distanceTo(after.firstBox.centre());
    double ratio = Math.max(1, after.firstBox.width()) / Math.max(1, before.lastBox.width());
    return distance <= NEAR * width && ratio <= SIZE && ratio >= 1 / SIZE;
  }
}
