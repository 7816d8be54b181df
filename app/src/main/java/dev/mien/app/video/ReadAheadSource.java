package dev.mien.app.video;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Decodes the next frames of a file while the reader looks at one; none is dropped. */
final class ReadAheadSource implements VideoSource {
  private static final int AHEAD = 3;

  private final VideoSource source;
  private final BlockingQueue<Step> queue = new LinkedBlockingQueue<>(AHEAD);
  private final Thread reader = new Thread(this::read, "mien-video-reader");
  private boolean ended;

  /** A frame, or the end: with an exception if it broke. */
  private record Step(
      @Nullable VideoFrame frame, Losses losses, @Nullable VideoException failure) {}

  private Losses losses = Losses.NONE;

  ReadAheadSource(VideoSource source) {
    this.source = source;
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try {
      VideoFrame frame;
      do {
        Step step;
        try {
          frame = source.next();
          step = new Step(frame, source.losses(), null);
        } catch (VideoException e) {
          frame = null;
          step = new Step(null, source.losses(), e);
        } catch (RuntimeException | Error e) {
          frame = null;
          step = new Step(null, Losses.NONE, VideoException.unexpected(source.info(), e));
        }
        queue.put(step);
      } while (frame != null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed: nobody reads on.
    } finally {
      source.close();
    }
  }

  @Override
  public VideoInfo info() {
    return source.info();
  }

  @Override
  public @Nullable VideoFrame next() throws VideoException {
    if (ended) {
      return null;
    }
    try {
      Step step = queue.take();
      losses = step.losses();
      ended = step.frame() == null;
      if (step.failure() != null) {
        throw step.failure();
      }
      return step.frame();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public Losses losses() {
    return losses;
  }

  @Override
  public void close() {
    reader.interrupt();
    queue.clear();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
