package dev.mien.app.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session besides its frames.
 *
 * @param id unique, made by Mien
 * @param name what its owner calls it
 * @param source where the frames came from
 * @param model which expression model read them
 * @param images whether one small grey picture of each face is kept every second
 * @param startedAt when it began
 * @param heartbeatAt when it was last written to
 * @param endedAt when it was ended, or null
 * @param length the time of its last frame within it, which for a film is not how long the work
 *     took; zero without frames
 * @param baseline the range in which people looked neutral, or null
 */
public record SessionInfo(
    String id,
    String name,
    String source,
    String model,
    boolean images,
    Instant startedAt,
    Instant heartbeatAt,
    @Nullable Instant endedAt,
    Duration length,
    @Nullable TimeRange baseline) {
  /** Without a sign of life for so long, a session that was not ended counts as interrupted. */
  static final Duration SILENCE = Duration.ofSeconds(15);

  /** How a session stands. */
  public enum Status {
    /** It is being written. */
    RUNNING,
    /** It was ended. */
    ENDED,
    /** Its writer went without ending it. */
    INTERRUPTED;

    /** The name on the wire. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How it stands at a moment. */
  public Status status(Instant now) {
    if (endedAt != null) {
      return Status.ENDED;
    }
    return heartbeatAt.plus(SILENCE).isBefore(now) ? Status.INTERRUPTED : Status.RUNNING;
  }
}
