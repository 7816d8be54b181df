package dev.mien.bench;

import dev.mien.face.Face;
import dev.mien.face.detection.BlazeFaceDetector;
import dev.mien.face.detection.DetectorMode;
import dev.mien.geometry.Box;
import dev.mien.image.RgbImage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Measures how many faces the detector finds, by their size and by the shape of the picture. Says
 * where a detector loses faces (between tiles, say), not how it does in the world: the faces are
 * the twenty-two of six photos. Run from the root of the checkout.
 */
public final class DetectorRecall {
  private static final int[][] PICTURES = {
    {1920, 1280}, {1920, 1440}, {1920, 1080}, {1920, 1920}, {1280, 1920}
  };
  private static final int[] FACE_HEIGHTS = {40, 60, 80, 100, 120, 160, 220};
  private static final int FACES_PER_PICTURE = 8;
  private static final double SAME_FACE = 0.4;

  private final FacePictures pictures = new FacePictures(1);
  private final BlazeFaceDetector detector = new BlazeFaceDetector(DetectorMode.FAR);

  private int placed;
  private int found;
  private int others;

  private DetectorRecall() throws IOException {}

  /** Runs; an argument is the number of pictures for each row (20). */
  public static void main(String[] arguments) throws IOException {
    new DetectorRecall().run(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20);
  }

  private void run(int count) {
    System.out.println("| picture | height of the faces | faces | found | other boxes |");
    System.out.println("|---|---|---|---|---|");
    for (int[] size : PICTURES) {
      for (int height : FACE_HEIGHTS) {
        placed = 0;
        found = 0;
        others = 0;
        for (int i = 0; i < count; i++) {
          look(pictures.make(size[0], size[1], height, FACES_PER_PICTURE));
        }
        System.out.printf(
            Locale.ROOT,
            "| %dx%d | %d | %d | %.1f %% | %d |%n",
            size[0],
            size[1],
            height,
            placed,
            100.0 * found / placed,
            others);
      }
    }
    detector.close();
  }

  private void look(FacePictures.Scene scene) {
    List<Box> boxes =
        detector.detect(RgbImage.of(scene.picture())).stream().map(Face::box).toList();
    placed += scene.faces().size();
    found += (int) scene.faces().stream().filter(face -> isAmong(face, boxes)).count();
    others += (int) boxes.stream().filter(box -> !isAmong(box, scene.faces())).count();
  }

  private static boolean isAmong(Box box, List<Box> others) {
    return others.stream().anyMatch(other -> box.intersectionOverUnion(other) >= SAME_FACE);
  }
}
