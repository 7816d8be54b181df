package dev.mien.app.video;

import dev.mien.FrameResult;
import dev.mien.MienStream;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Shows the frames of a source to a stream. For one source, on one thread. */
public final class VideoAnalysis {
  private final MienStream stream;
  private final Duration every;

  /**
   * @param every how far apart analysed frames are at least; zero analyses all
   */
  public VideoAnalysis(MienStream stream, Duration every) {
    this.stream = stream;
    this.every = every;
  }

  /** Receives every frame. */
  public interface Listener {
    /**
     * A frame was read.
     *
     * @param result of the latest analysed frame
     * @param fresh whether that is this frame
     * @throws IOException if what comes of it cannot be written, which ends the analysis
     */
    void onFrame(VideoFrame frame, FrameResult result, boolean fresh) throws IOException;
  }

  /**
   * Reads to the end, or until asked to stop.
   *
   * @throws IOException if the source broke for good, or the listener failed
   */
  public void run(VideoSource source, BooleanSupplier stop, Listener listener) throws IOException {
    @Nullable FrameResult latest = null;
    @Nullable Duration due = null;
    VideoFrame frame;
    while (!stop.getAsBoolean() && (frame = source.next()) != null) {
      boolean fresh = due == null || frame.time().compareTo(due) >= 0;
      if (fresh || latest == null) {
        latest = stream.analyze(frame.image(), frame.time());
        // From the grid of due times, so that 0.2 s stays 5 a second at 30 frames a second.
        due = due == null ? frame.time().plus(every) : later(due.plus(every), frame.time());
      }
      listener.onFrame(frame, latest, fresh);
    }
  }

  private static Duration later(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
