package dev.mien;

import java.time.Duration;

/**
 * How a {@link MienStream} follows faces.
 *
 * @param timeConstant of smoothing: after so long an old state counts for 37 %; zero leaves every
 *     frame's answer as it is
 * @param detectEvery how often the whole picture is searched for new faces; in between, known faces
 *     are followed, which is several times as fast. Zero searches every frame. A picture without a
 *     known face, or one in which a face was lost, is always searched.
 * @param memory how long a face that is gone keeps its number and its smoothed state; longer than
 *     the time from one frame to the next, or no face keeps its own
 */
public record StreamOptions(Duration timeConstant, Duration detectEvery, Duration memory) {
  /** 0.4 s of smoothing, a search every 0.25 s, a memory of 1 s. */
  public static final StreamOptions DEFAULT =
      new StreamOptions(Duration.ofMillis(400), Duration.ofMillis(250), Duration.ofSeconds(1));

  /** Checks that no time is negative. */
  public StreamOptions {
    if (timeConstant.isNegative() || detectEvery.isNegative() || memory.isNegative()) {
      throw new IllegalArgumentException("the times of a stream's options cannot be negative");
    }
  }

  /** The same with another time constant. */
  public StreamOptions withTimeConstant(Duration other) {
    return new StreamOptions(other, detectEvery, memory);
  }

  /** The same with another time between searches. */
  public StreamOptions withDetectEvery(Duration other) {
    return new StreamOptions(timeConstant, other, memory);
  }

  /**
   * The same for frames that lie so far apart: with a memory of twice that time, if it is shorter.
   */
  public StreamOptions withFramesEvery(Duration interval) {
    Duration twice = interval.multipliedBy(2);
    return twice.compareTo(memory) > 0 ? withMemory(twice) : this;
  }

  /** The same with another memory. */
  public StreamOptions withMemory(Duration other) {
    return new StreamOptions(timeConstant, detectEvery, other);
  }
}
