package dev.mien.training.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What a {@link HybridNet} weighs by its input. */
public enum Attention {
  /** Channels in every block, and positions in the pooling at the end. */
  BOTH(true, true),
  /** Channels alone. */
  CHANNELS(true, false),
  /** Positions alone. */
  POSITIONS(false, true),
  /** Nothing. */
  NONE(false, false);

  private final boolean channels;
  private final boolean positions;

  Attention(boolean channels, boolean positions) {
    this.channels = channels;
    this.positions = positions;
  }

  /** Whether it weighs channels, positions, both or neither. */
  public static Attention of(boolean channels, boolean positions) {
    return Arrays.stream(values())
        .filter(each -> each.channels == channels && each.positions == positions)
        .findFirst()
        .orElseThrow();
  }

  /**
   * As a plan names it: true for both, false for none, else by name.
   *
   * @throws IllegalArgumentException if it is something else
   */
  @JsonCreator
  static Attention parse(Object value) {
    return Arrays.stream(values())
        .filter(each -> each.json().equals(value) || each.name().equalsIgnoreCase(value.toString()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "network plan: attention must be true or false (not as a text), \"channels\" or \"positions\""));
  }

  /** As a plan names it. */
  @JsonValue
  Object json() {
    return channels == positions ? (Object) channels : name().toLowerCase(Locale.ROOT);
  }

  /** Whether channels are weighed. */
  public boolean overChannels() {
    return channels;
  }

  /** Whether positions are weighed. */
  public boolean overPositions() {
    return positions;
  }
}
