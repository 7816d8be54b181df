package dev.mien;

import dev.mien.expression.EmotionScores;
import dev.mien.image.RgbImage;
import dev.mien.smoothing.FaceTracker;
import dev.mien.smoothing.ScoreSmoother;
import dev.mien.smoothing.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the frames of one stream: a film, a camera. Faces keep their numbers from frame to frame,
 * and their probabilities are steadied over time; the raw ones stay beside them. Not thread-safe:
 * one per stream, over a {@link Mien} that many streams may share.
 *
 * <pre>{@code
 * MienStream stream = mien.stream();
 * for (FaceInTime face : stream.analyze(frame, Duration.ofMillis(40 * n)).faces()) {
 *   System.out.println(face.track() + " " + face.label());
 * }
 * }</pre>
 */
public final class MienStream {
  /** How long a face that is gone keeps its number, and its steadied state. */
  public static final Duration MEMORY = Duration.ofSeconds(1);

  /** The time constant of steadying unless another is asked for. */
  public static final Duration TIME_CONSTANT = Duration.ofMillis(400);

  private final Corridor corridor;
  private final FaceTracker tracker = new FaceTracker(MEMORY);
  private final ScoreSmoother smoother;

  MienStream(Corridor corridor, Duration timeConstant) {
    this.corridor = corridor;
    this.smoother = new ScoreSmoother(timeConstant, MEMORY);
  }

  /**
   * Reads the next frame.
   *
   * @param time of the frame, from any origin: the media's own time stamp where there is one
   * @throws IllegalArgumentException if it is not later than the frame before
   */
  public FrameResult analyze(RgbImage frame, Duration time) {
    ImageResult image = corridor.analyze("", frame);
    List<Sighting> sightings =
        image.faces().stream()
            .map(face -> new Sighting(face.box(), face.prediction().embedding()))
            .toList();
    List<Integer> tracks = tracker.update(time, sightings);
    List<FaceInTime> faces = new ArrayList<>();
    for (int i = 0; i < tracks.size(); i++) {
      FaceResult face = image.faces().get(i);
      EmotionScores steady = smoother.update(tracks.get(i), time, face.scores());
      faces.add(new FaceInTime(tracks.get(i), face, steady, corridor.emotion(steady)));
    }
    smoother.retain(tracker.remembered());
    return new FrameResult(time, image.width(), image.height(), faces);
  }
}
