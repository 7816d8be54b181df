package dev.mien.app.video;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a live source all the time and gives the latest frame; the ones in between are dropped. */
final class LatestFrameSource implements VideoSource {
  private static final long PATIENCE_MILLIS = 2000;

  private final VideoSource source;
  private final Thread reader = new Thread(this::read, "mien-live-reader");
  private @Nullable VideoFrame latest;
  private @Nullable VideoException failure;
  private Losses losses = Losses.NONE;
  private long dropped;
  private boolean ended;

  LatestFrameSource(VideoSource source) {
    this.source = source;
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try {
      VideoFrame frame;
      do {
        frame = source.next();
        synchronized (this) {
          dropped += latest != null && frame != null ? 1 : 0;
          latest = frame == null ? latest : frame;
          losses = source.losses();
          ended |= frame == null;
          notifyAll();
        }
      } while (frame != null && !isEnded());
    } catch (VideoException e) {
      synchronized (this) {
        failure = e;
        ended = true;
        notifyAll();
      }
    } finally {
      source.close();
    }
  }

  private synchronized boolean isEnded() {
    return ended;
  }

  @Override
  public VideoInfo info() {
    return source.info();
  }

  @Override
  public synchronized @Nullable VideoFrame next() throws VideoException {
    try {
      while (latest == null && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    VideoFrame frame = latest;
    latest = null;
    if (frame == null && failure != null) {
      throw failure;
    }
    return frame;
  }

  @Override
  public synchronized Losses losses() {
    return losses.plus(new Losses(0, List.of(), dropped, 0));
  }

  @Override
  public void close() {
    synchronized (this) {
      ended = true;
    }
    reader.interrupt();
    try {
      // A camera that gives nothing may hold its reader in native code; the process will end it.
      reader.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
