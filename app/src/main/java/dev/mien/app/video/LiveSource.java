package dev.mien.app.video;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a live source all the time and gives frames that came just now; what a busy reader does not
 * fetch in time is dropped. Networks deliver frames in bursts: those of one burst are all given.
 */
final class LiveSource implements VideoSource {
  private static final long FRESH_NANOS = 200_000_000;
  private static final int MOST_WAITING = 16;
  private static final long PATIENCE_MILLIS = 2000;

  private final VideoSource source;
  private final Thread reader = new Thread(this::read, "mien-live-reader");
  private final Deque<Arrival> waiting = new ArrayDeque<>();
  private @Nullable VideoException failure;
  private Losses losses = Losses.NONE;
  private long dropped;
  private boolean ended;

  private record Arrival(VideoFrame frame, long nanos) {}

  LiveSource(VideoSource source) {
    this.source = source;
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try {
      VideoFrame frame;
      do {
        frame = source.next();
        accept(frame, source.losses());
      } while (frame != null && !isEnded());
    } catch (VideoException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(VideoException.unexpected(source.info(), e));
    } finally {
      source.close();
    }
  }

  private synchronized void fail(VideoException e) {
    failure = e;
    ended = true;
    notifyAll();
  }

  private synchronized void accept(@Nullable VideoFrame frame, Losses soFar) {
    losses = soFar;
    if (frame == null) {
      ended = true;
    } else {
      waiting.add(new Arrival(frame, System.nanoTime()));
      dropStale();
    }
    notifyAll();
  }

  /** Keeps at least one frame: the latest. */
  private void dropStale() {
    long now = System.nanoTime();
    while (waiting.size() > 1
        && (waiting.size() > MOST_WAITING || now - waiting.getFirst().nanos() > FRESH_NANOS)) {
      waiting.removeFirst();
      dropped++;
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
      while (waiting.isEmpty() && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    dropStale();
    Arrival arrival = waiting.pollFirst();
    if (arrival == null && failure != null) {
      throw failure;
    }
    return arrival == null ? null : arrival.frame();
  }

  @Override
  public synchronized Losses losses() {
    return losses.plus(new Losses(0, List.of(), dropped, 0));
  }

  @Override
  public void close() {
    synchronized (this) {
      ended = true;
      waiting.clear();
      notifyAll(); // The reader may hang in native code; who waits for it does not.
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
