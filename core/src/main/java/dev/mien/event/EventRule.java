package dev.mien.event;

import java.time.Duration;

/**
 * When to tell an application that something happened.
 *
 * @param name of the event
 * @param signal what is looked at
 * @param above whether high values count; low ones if not
 * @param threshold that must be passed
 * @param release at which an event that began ends: hysteresis, so that a value near the threshold
 *     does not flicker
 * @param dwell how long the threshold must stay passed before the event begins
 * @param coolDown how long after an event's end the next one of this rule and person may begin
 */
public record EventRule(
    String name,
    Signal signal,
    boolean above,
    double threshold,
    double release,
    Duration dwell,
    Duration coolDown) {
  /**
   * Checks that release lies on the quiet side of the threshold and that times are not negative.
   */
  public EventRule {
    if (above ? release > threshold : release < threshold) {
      throw new IllegalArgumentException(
          "rule %s would end before it begins: its release is %s, its threshold %s"
              .formatted(name, release, threshold));
    }
    if (dwell.isNegative() || coolDown.isNegative()) {
      throw new IllegalArgumentException("rule " + name + " has a negative time");
    }
  }

  boolean begins(double value) {
    return above ? value > threshold : value < threshold;
  }

  boolean ends(double value) {
    return above ? value <= release : value >= release;
  }
}
