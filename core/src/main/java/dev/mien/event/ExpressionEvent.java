package dev.mien.event;

import java.time.Duration;
import java.util.Locale;

/**
 * Something that a rule asked for began or ended.
 *
 * @param rule the rule's name
 * @param kind whether it began or ended
 * @param time of the frame at which it became known
 * @param track whose face it is; 0 for the stream as a whole
 * @param value of the rule's signal at that time; 0 if the person went
 */
public record ExpressionEvent(String rule, Kind kind, Duration time, int track, double value) {
  /** Beginning or end. */
  public enum Kind {
    /** The threshold stayed passed for the dwell time. */
    STARTED,
    /** The value came back to the release, the person went, or the stream ended. */
    ENDED;

    /** The name on the wire. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
