package dev.mien.output;

import dev.mien.geometry.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds room for the text panels of one picture: above, below, right or left of the face, wherever
 * the panel stays in the picture and covers the least of panels placed earlier.
 */
final class PanelLayout {
  private static final double GAP = 4;

  private final int width;
  private final int height;
  private final List<Box> taken = new ArrayList<>();

  PanelLayout(int width, int height) {
    this.width = width;
    this.height = height;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  Box place(Box face, double panelWidth, double panelHeight) {
    List<Box> places =
        List.of(
            inside(face.left(), face.top() - panelHeight - GAP, panelWidth, panelHeight),
            inside(face.left(), face.bottom() + GAP, panelWidth, panelHeight),
            inside(face.right() + GAP, face.top(), panelWidth, panelHeight),
            inside(face.left() - panelWidth - GAP, face.top(), panelWidth, panelHeight));
    Box best =
        places.stream()
            .min(Comparator.comparingDouble(place -> covered(place) + place.intersectionArea(face)))
            .orElseThrow();
    taken.add(best);
    return best;
  }

  private Box inside(double left, double top, double panelWidth, double panelHeight) {
    double x = Math.max(0, Math.min(width - panelWidth, left));
    double y = Math.max(0, Math.min(height - panelHeight, top));
    return new Box(x, y, panelWidth, panelHeight);
  }

  private double covered(Box place) {
    return taken.stream().mapToDouble(place::intersectionArea).sum();
  }
}
