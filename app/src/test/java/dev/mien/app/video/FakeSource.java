package dev.mien.app.video;

import java.time.Duration;

/** A live source without a medium; what its frames are, the test says. */
abstract class FakeSource implements VideoSource {
  @Override
  public VideoInfo info() {
    return new VideoInfo("fake", 1, 1, 1, Duration.ZERO, true, null);
  }

  @Override
  public Losses losses() {
    return Losses.NONE;
  }

  @Override
  public void close() {}
}
