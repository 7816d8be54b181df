package dev.mien.face.detection;

import dev.mien.face.Face;
import dev.mien.geometry.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The second looks at the candidates of one picture, each taken once. There are few, so they stand
 * in a list: to hash records, the JVM first makes their hash functions, which a single picture
 * would wait for. Not thread-safe.
 */
final class SecondLooks {
  private final Function<Face, Optional<Face>> look;
  private final List<Box> boxes = new ArrayList<>();
  private final List<Optional<Face>> results = new ArrayList<>();

  /**
   * @param look finds a candidate again
   */
  SecondLooks(Function<Face, Optional<Face>> look) {
    this.look = look;
  }

  /** What the second look at a candidate sees. */
  Optional<Face> at(Face candidate) {
    for (int i = 0; i < boxes.size(); i++) {
      if (areSame(boxes.get(i), candidate.box())) {
        return results.get(i);
      }
    }
    Optional<Face> seen = look.apply(candidate);
    boxes.add(candidate.box());
    results.add(seen);
    return seen;
  }

  private static boolean areSame(Box a, Box b) {
    return a.left() == b.left()
        && a.top() == b.top()
        && a.width() == b.width()
        && a.height() == b.height();
  }
}
