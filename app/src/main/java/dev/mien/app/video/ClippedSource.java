package dev.mien.app.video;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A part of a source, by the time stamps of its frames. Frames in front of the part are read and
 * passed over. Closing it closes the source. For one thread.
 */
public final class ClippedSource implements VideoSource {
  private final VideoSource source;
  private final Duration from;
  private final @Nullable Duration to;
  private final @Nullable Duration limit;
  private @Nullable Duration first;

  /**
   * @param from time stamp of the earliest frame
   * @param to time stamp before which the last frame lies, or null for the source's end
   * @param limit longest time from the first frame on, or null for none
   */
  public ClippedSource(
      VideoSource source, Duration from, @Nullable Duration to, @Nullable Duration limit) {
    this.source = source;
    this.from = from;
    this.to = to;
    this.limit = limit;
  }

  @Override
  public VideoInfo info() {
    return source.info();
  }

  @Override
  public @Nullable VideoFrame next() throws VideoException {
    VideoFrame frame = source.next();
    while (frame != null && frame.time().compareTo(from) < 0) {
      frame = source.next();
    }
    if (frame == null) {
      return null;
    }
    if (first == null) {
      first = frame.time();
    }
    boolean behind =
        (to != null && frame.time().compareTo(to) >= 0)
            || (limit != null && frame.time().minus(first).compareTo(limit) >= 0);
    return behind ? null : frame;
  }

  @Override
  public Losses losses() {
    return source.losses();
  }

  @Override
  public void close() {
    source.close();
  }
}
