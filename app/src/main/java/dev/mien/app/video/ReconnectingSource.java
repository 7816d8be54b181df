package dev.mien.app.video;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens a live source again when it breaks or ends. Time goes on from the first frame, which is at
 * zero; while the source is away, it goes on with the wall clock.
 */
final class ReconnectingSource implements VideoSource {
  private final Opener opener;
  private final BackOff backOff;
  private final VideoInfo info;
  private VideoSource source;
  private Losses earlier = Losses.NONE;
  private Duration base = Duration.ZERO;
  private Duration lastTime = Duration.ZERO;
  private long lastNanos = System.nanoTime();
  private @Nullable Duration origin;
  private volatile boolean closed;

  /** Opens the source anew. */
  interface Opener {
    VideoSource open() throws VideoException;
  }

  ReconnectingSource(VideoSource first, Opener opener, BackOff backOff) {
    this.source = first;
    this.info = first.info();
    this.opener = opener;
    this.backOff = backOff;
  }

  @Override
  public VideoInfo info() {
    return info;
  }

  @Override
  public @Nullable VideoFrame next() throws VideoException {
    while (!closed) {
      VideoFrame frame = tryNext();
      if (frame != null) {
        if (origin == null) {
          origin = frame.time();
        }
        lastTime = base.plus(frame.time().minus(origin));
        lastNanos = System.nanoTime();
        return new VideoFrame(frame.image(), lastTime);
      }
      reopen();
    }
    return null;
  }

  private @Nullable VideoFrame tryNext() {
    try {
      return source.next();
    } catch (VideoException e) {
      return null; // To be opened again, like one that ended.
    }
  }

  private void reopen() throws VideoException {
    VideoSource broken = source;
    broken.close();
    for (int attempt = 0; attempt < backOff.attempts() && !closed; attempt++) {
      try {
        Thread.sleep(backOff.before(attempt).toMillis());
        source = opener.open();
        earlier = earlier.plus(broken.losses()).plus(new Losses(0, List.of(), 0, 1));
        base = lastTime.plusNanos(Math.max(1, System.nanoTime() - lastNanos));
        origin = null;
        return;
      } catch (VideoException e) {
        // The next attempt, later.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        closed = true;
      }
    }
    if (!closed) {
      throw new VideoException(
          "%s broke and could not be opened again in %d attempts"
              .formatted(info.name(), backOff.attempts()));
    }
  }

  @Override
  public Losses losses() {
    return earlier.plus(source.losses());
  }

  @Override
  public void close() {
    closed = true;
    source.close();
  }
}
