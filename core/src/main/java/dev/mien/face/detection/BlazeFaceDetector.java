package dev.mien.face.detection;

import dev.mien.face.Face;
import dev.mien.face.FaceDetector;
import dev.mien.geometry.Box;
import dev.mien.image.RgbImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds faces with MediaPipe's two BlazeFace networks. The near pass shows both the whole picture;
 * the far pass adds nine overlapping tiles. Every candidate is looked at once more in a picture of
 * its own, by the short-range network, which refuses what only looked like a face from afar and
 * gives exact key points.
 */
public final class BlazeFaceDetector implements FaceDetector {
  private static final double MIN_SCORE = 0.5;
  private static final double MIN_SECOND_SCORE = 0.5;

  /** A face with this score stays even if the second look does not find it. */
  private static final double SURE = 0.9;

  private static final double SAME_FACE = 0.3;

  /** The side of the second look's picture, in sides of the face's box. */
  private static final double SECOND_LOOK_MARGIN = 2.0;

  private static final double TILE_SIDE = 0.4;
  private static final double TILE_STEP = 0.3;
  private static final int TILES_PER_SIDE = 3;

  /**
   * In auto mode, pictures whose longer side is below this hold no face that only tiles could find.
   */
  private static final int FAR_SIDE = 800;

  /** In auto mode, tiles are searched unless a face is at least this share of the longer side. */
  private static final double FILLS_PICTURE = 0.25;

  /** A merged face is a mean, and may be smaller than the largest of its candidates. */
  private static final double MERGED = 0.8;

  private final DetectorMode mode;
  private final BlazeFace shortRange = new BlazeFace(BlazeFace.Range.SHORT);
  private final BlazeFace fullRange = new BlazeFace(BlazeFace.Range.FULL);

  /** Loads the networks from the jar. */
  public BlazeFaceDetector(DetectorMode mode) {
    this.mode = mode;
  }

  @Override
  public List<Face> detect(RgbImage image) {
    Box whole = new Box(0, 0, image.width(), image.height());
    Map<Face, Optional<Face>> looks = new HashMap<>();
    Function<Face, Optional<Face>> second =
        face -> looks.computeIfAbsent(face, candidate -> lookAgain(image, candidate));
    List<Face> candidates = new ArrayList<>();
    candidates.addAll(shortRange.candidates(image, whole, MIN_SCORE));
    candidates.addAll(fullRange.candidates(image, whole, MIN_SCORE));
    if (wantsTiles(image, candidates, second)) {
      addTiles(image, candidates);
    }
    List<Face> faces = new ArrayList<>();
    for (Face face : NonMaximumSuppression.merge(candidates)) {
      Face seen = second.apply(face).orElse(null);
      if (seen != null) {
        double score = Math.max(face.score(), seen.score());
        faces.add(new Face(seen.box(), seen.landmarks(), score));
      } else if (face.score() >= SURE) {
        faces.add(face);
      }
    }
    return leftToRight(faces);
  }

  @Override
  public List<Face> follow(RgbImage image, List<Face> before) {
    return leftToRight(before.stream().flatMap(face -> lookAgain(image, face).stream()).toList());
  }

  /** Merges once more, because two looks may have led to the same face. */
  private static List<Face> leftToRight(List<Face> faces) {
    return NonMaximumSuppression.merge(faces).stream()
        .sorted(Comparator.comparingDouble(face -> face.box().left()))
        .toList();
  }

  private boolean wantsTiles(
      RgbImage image, List<Face> near, Function<Face, Optional<Face>> second) {
    int side = Math.max(image.width(), image.height());
    return switch (mode) {
      case NEAR -> false;
      case FAR -> true;
      case AUTO -> side >= FAR_SIDE && !isFilled(image, near, second);
    };
  }

  /**
   * Whether a face fills the picture. What only looks like a large face from afar must not keep
   * small ones from being found, so that it has to stand the second look.
   */
  private static boolean isFilled(
      RgbImage image, List<Face> near, Function<Face, Optional<Face>> second) {
    double least = FILLS_PICTURE * Math.max(image.width(), image.height());
    return near.stream().anyMatch(face -> face.box().width() > least)
        && NonMaximumSuppression.merge(near).stream()
            .filter(face -> face.box().width() > MERGED * least)
            .anyMatch(face -> second.apply(face).isPresent());
  }

  private void addTiles(RgbImage image, List<Face> candidates) {
    for (int row = 0; row < TILES_PER_SIDE; row++) {
      for (int column = 0; column < TILES_PER_SIDE; column++) {
        Box tile =
            new Box(
                column * TILE_STEP * image.width(),
                row * TILE_STEP * image.height(),
                TILE_SIDE * image.width(),
                TILE_SIDE * image.height());
        for (Face face : fullRange.candidates(image, tile, MIN_SCORE)) {
          if (!isCutBy(tile, face.box(), row, column)) {
            candidates.add(face);
          }
        }
      }
    }
  }

  /**
   * Whether a face touches an edge of the tile that is not an edge of the picture: a neighbour sees
   * all of it.
   */
  private static boolean isCutBy(Box tile, Box face, int row, int column) {
    int last = TILES_PER_SIDE - 1;
    return (column > 0 && face.left() <= tile.left())
        || (row > 0 && face.top() <= tile.top())
        || (column < last && face.right() >= tile.right())
        || (row < last && face.bottom() >= tile.bottom());
  }

  /**
   * Shows the short-range network the face in a picture of its own, where it is as large as that
   * network likes it: the key points come out more exact, whatever the size of the face in the
   * image. Empty if the face is not seen again.
   */
  private Optional<Face> lookAgain(RgbImage image, Face face) {
    double side = SECOND_LOOK_MARGIN * Math.max(face.box().width(), face.box().height());
    Box region = Box.around(face.box().centre(), side).clipTo(image.width(), image.height());
    if (region.area() == 0) {
      return Optional.empty();
    }
    return NonMaximumSuppression.merge(shortRange.candidates(image, region, MIN_SECOND_SCORE))
        .stream()
        .filter(second -> second.box().intersectionOverUnion(face.box()) >= SAME_FACE)
        .findFirst();
  }

  @Override
  public void close() {
    shortRange.close();
    fullRange.close();
  }
}
