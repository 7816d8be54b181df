package dev.mien.face.detection;

import dev.mien.face.Face;
import dev.mien.face.Landmarks;
import dev.mien.geometry.Box;
import dev.mien.geometry.Point;
import dev.mien.geometry.Similarity;
import dev.mien.image.RgbImage;
import dev.mien.internal.Lifetime;
import dev.mien.internal.NativeRuntimes;
import dev.mien.internal.TfliteInterpreter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One BlazeFace network (Bazarevsky et al., 2019) as MediaPipe ships it, with its decoding.
 * Thread-safe: each thread borrows an interpreter of its own.
 */
final class BlazeFace implements AutoCloseable {
  private static final int VALUES = 16;
  private static final int KEY_POINTS = 6;

  /** The two networks that MediaPipe ships. */
  enum Range {
    /** Faces that fill more than about a fifth of the picture. */
    SHORT("face_detection_short_range.tflite", 128, new int[][] {{16, 2}, {8, 6}}),
    /** Smaller faces too, but not those that fill it. */
    FULL("face_detection_full_range.tflite", 192, new int[][] {{48, 1}});

    private final String resource;
    private final int size;
    private final int[][] grids;

    /** {@code grids}: cells per side and anchors per cell, layer by layer. */
    Range(String resource, int size, int[][] grids) {
      this.resource = resource;
      this.size = size;
      this.grids = grids;
    }
  }

  private final Range range;
  private final byte[] model;
  private final List<Point> anchors = new ArrayList<>();
  private final ConcurrentLinkedQueue<TfliteInterpreter> idle = new ConcurrentLinkedQueue<>();
  private final Lifetime lifetime =
      new Lifetime(() -> new IllegalStateException("the face detector is closed"));

  BlazeFace(Range range) {
    this.range = range;
    model = DetectorModels.bytes(range.resource);
    for (int[] grid : range.grids) {
      int cells = grid[0];
      for (int i = 0; i < cells * cells * grid[1]; i++) {
        int cell = i / grid[1];
        int row = cell / cells;
        int column = cell % cells;
        double cellSize = (double) range.size / cells;
        anchors.add(new Point((column + 0.5) * cellSize, (row + 0.5) * cellSize));
      }
    }
    idle.add(open());
  }

  private TfliteInterpreter open() {
    NativeRuntimes.TENSORFLOW_LITE.requireLoadable();
    return new TfliteInterpreter(model, 2);
  }

  /**
   * The candidates in a region of the image whose score reaches {@code minScore}, not yet thinned
   * out.
   */
  List<Face> candidates(RgbImage image, Box region, double minScore) {
    Letterbox letterbox = new Letterbox(region, range.size);
    float[] boxes = new float[anchors.size() * VALUES];
    float[] scores = new float[anchors.size()];
    lifetime.during(() -> run(letterbox.pixels(image), boxes, scores));
    Similarity toImage = letterbox.toImage();
    List<Face> faces = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      double score = 1 / (1 + Math.exp(-scores[i]));
      if (score >= minScore) {
        faces.add(decode(boxes, i, score, toImage));
      }
    }
    return faces;
  }

  private Void run(float[] pixels, float[] boxes, float[] scores) {
    TfliteInterpreter borrowed = idle.poll();
    TfliteInterpreter interpreter = borrowed == null ? open() : borrowed;
    try {
      interpreter.run(pixels, boxes, scores);
    } finally {
      idle.add(interpreter);
    }
    return null;
  }

  /**
   * Centre, size and key points are offsets in pixels of the network's input; centres count from
   * the anchor.
   */
  private Face decode(float[] values, int index, double score, Similarity toImage) {
    Point anchor = anchors.get(index);
    int offset = index * VALUES;
    Point centre =
        toImage.apply(new Point(values[offset] + anchor.x(), values[offset + 1] + anchor.y()));
    double width = Math.max(0, values[offset + 2]) * toImage.scale();
    double height = Math.max(0, values[offset + 3]) * toImage.scale();
    List<Point> points = new ArrayList<>();
    for (int k = 0; k < KEY_POINTS; k++) {
      double x = values[offset + 4 + 2 * k] + anchor.x();
      double y = values[offset + 5 + 2 * k] + anchor.y();
      points.add(toImage.apply(new Point(x, y)));
    }
    Box box = new Box(centre.x() - width / 2, centre.y() - height / 2, width, height);
    return new Face(box, Landmarks.ofPoints(points), score);
  }

  @Override
  public void close() {
    lifetime.end();
    for (TfliteInterpreter interpreter = idle.poll();
        interpreter != null;
        interpreter = idle.poll()) {
      interpreter.close();
    }
  }
}
