package dev.mien.face.detection;

import dev.mien.face.Face;
import dev.mien.face.FaceDetector;
import dev.mien.geometry.Box;
import dev.mien.image.RgbImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

  private static final List<Tile> TILES =
      IntStream.range(0, TILES_PER_SIDE * TILES_PER_SIDE)
          .mapToObj(i -> new Tile(i / TILES_PER_SIDE, i % TILES_PER_SIDE))
          .toList();

  private record Tile(int row, int column) {}

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
  private final IdleCores cores;

  /** Loads the networks from the jar; each call keeps to the thread of its caller. */
  public BlazeFaceDetector(DetectorMode mode) {
    this(mode, 1);
  }

  /**
   * Loads the networks from the jar.
   *
   * @param threads how many threads a call may keep busy while there is no other call; at least 1
   */
  public BlazeFaceDetector(DetectorMode mode, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("there must be at least one thread");
    }
    this.mode = mode;
    cores = new IdleCores(threads);
  }

  @Override
  public List<Face> detect(RgbImage image) {
    return cores.during(() -> search(image));
  }

  private List<Face> search(RgbImage image) {
    Box whole = new Box(0, 0, image.width(), image.height());
    SecondLooks second = new SecondLooks(face -> lookAgain(image, face));
    List<Face> candidates = new ArrayList<>();
    cores
        .map(List.of(shortRange, fullRange), range -> range.candidates(image, whole, MIN_SCORE))
        .forEach(candidates::addAll);
    if (wantsTiles(image, candidates, second)) {
      cores.map(TILES, tile -> inTile(image, tile)).forEach(candidates::addAll);
    }
    List<Face> faces = new ArrayList<>();
    for (Face face : NonMaximumSuppression.merge(candidates)) {
      Face seen = second.at(face).orElse(null);
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

  private boolean wantsTiles(RgbImage image, List<Face> near, SecondLooks second) {
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
  private static boolean isFilled(RgbImage image, List<Face> near, SecondLooks second) {
    double least = FILLS_PICTURE * Math.max(image.width(), image.height());
    return near.stream().anyMatch(face -> face.box().width() > least)
        && NonMaximumSuppression.merge(near).stream()
            .filter(face -> face.box().width() > MERGED * least)
            .anyMatch(face -> second.at(face).isPresent());
  }

  private List<Face> inTile(RgbImage image, Tile tile) {
    Box box =
        new Box(
            tile.column * TILE_STEP * image.width(),
            tile.row * TILE_STEP * image.height(),
            TILE_SIDE * image.width(),
            TILE_SIDE * image.height());
    return fullRange.candidates(image, box, MIN_SCORE).stream()
        .filter(face -> !isCutBy(box, face.box(), tile))
        .toList();
  }

  /**
   * Whether a face touches an edge of the tile that is not an edge of the picture: a neighbour sees
   * all of it.
   */
  private static boolean isCutBy(Box box, Box face, Tile tile) {
    int last = TILES_PER_SIDE - 1;
    return (tile.column > 0 && face.left() <= box.left())
        || (tile.row > 0 && face.top() <= box.top())
        || (tile.column < last && face.right() >= box.right())
        || (tile.row < last && face.bottom() >= box.bottom());
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
