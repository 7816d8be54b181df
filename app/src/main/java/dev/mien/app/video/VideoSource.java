package dev.mien.app.video;

import org.jspecify.annotations.Nullable;

/** Gives the frames of a film or a camera, in order. For one thread. */
public interface VideoSource extends AutoCloseable {
  /** What is known of it. */
  VideoInfo info();

  /**
   * The next frame, later than the one before; waits for it. Null at the end.
   *
   * @throws VideoException if the source broke for good
   */
  @Nullable VideoFrame next() throws VideoException;

  /** What could not be given so far. */
  Losses losses();

  @Override
  void close();
}
