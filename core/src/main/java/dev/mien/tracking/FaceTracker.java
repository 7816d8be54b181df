package dev.mien.tracking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives the faces of a stream stable numbers. Every known face is expected where its motion would
 * have taken it; detections are shared out such that place, size and appearance fit best over all
 * faces together. A face that is gone keeps its number for a while and gets it back when it returns
 * near the place.
 */
public final class FaceTracker {
  private final Duration memory;
  private final List<Track> tracks = new ArrayList<>();
  private Duration last = Duration.ZERO;
  private boolean started;
  private int next = 1;

  /**
   * @param memory how long a face that is gone keeps its number
   */
  public FaceTracker(Duration memory) {
    if (memory.isNegative()) {
      throw new IllegalArgumentException("a tracker's memory cannot be negative");
    }
    this.memory = memory;
  }

  /**
   * Tells who is who in the next frame.
   *
   * @param time of the frame, from any origin; later than that of the frame before
   * @param detections all faces of the frame
   * @return the number of each, counted from 1, in the same order
   * @throws IllegalArgumentException if time does not move on
   */
  public List<Integer> update(Duration time, List<Detection> detections) {
    requireLater(time);
    started = true;
    last = time;
    tracks.removeIf(track -> time.minus(track.lastSeen()).compareTo(memory) > 0);
    double[][] costs = new double[detections.size()][tracks.size()];
    for (int s = 0; s < detections.size(); s++) {
      for (int t = 0; t < tracks.size(); t++) {
        costs[s][t] = tracks.get(t).cost(time, detections.get(s));
      }
    }
    int[] assigned = Assignment.solve(costs, Track.LIMIT);
    List<Track> known = List.copyOf(tracks);
    Integer[] numbers = new Integer[detections.size()];
    for (int s = 0; s < numbers.length; s++) {
      if (assigned[s] >= 0) {
        Track track = known.get(assigned[s]);
        track.see(time, detections.get(s));
        numbers[s] = track.number();
      } else {
        tracks.add(new Track(next, time, detections.get(s)));
        numbers[s] = next++;
      }
    }
    return Arrays.asList(numbers);
  }

  /**
   * Refuses a frame that does not come later than the one before.
   *
   * @throws IllegalArgumentException if time does not move on
   */
  public void requireLater(Duration time) {
    if (started && time.compareTo(last) <= 0) {
      throw new IllegalArgumentException("frames must come in order: " + time + " after " + last);
    }
  }

  /** Ends all tracks: whoever is seen from now on gets a new number. */
  public void endAll() {
    tracks.clear();
  }

  /** The numbers of those who are remembered, but were not seen in the last frame. */
  public List<Integer> missing() {
    return tracks.stream()
        .filter(track -> track.lastSeen().compareTo(last) < 0)
        .map(Track::number)
        .toList();
  }

  /** The numbers that are still remembered, seen in the last frame or not. */
  public List<Integer> remembered() {
    return tracks.stream().map(Track::number).toList();
  }
}
