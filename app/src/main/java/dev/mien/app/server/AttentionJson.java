package dev.mien.app.server;

import dev.mien.FrameResult;
import dev.mien.TrackedFace;
import dev.mien.expression.AttentionMap;
import dev.mien.face.AlignedFace;
import dev.mien.geometry.Point;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Where the model looked, for pages that draw it: one map for each face, weights relative to the
 * largest, row by row, and the corners of the map in pixels of the frame.
 */
final class AttentionJson {
  private AttentionJson() {}

  static String of(FrameResult result) {
    StringJoiner faces = new StringJoiner(",", "[", "]");
    for (TrackedFace face : result.faces()) {
      faces.add(map(face.track(), face.face().prediction().attention(), face.face().aligned()));
    }
    return faces.toString();
  }

  private static String map(int track, AttentionMap map, AlignedFace aligned) {
    StringJoiner weights = new StringJoiner(",", "[", "]");
    for (int row = 0; row < map.height(); row++) {
      for (int column = 0; column < map.width(); column++) {
        double weight =
            map.relativeWeightAt((column + 0.5) / map.width(), (row + 0.5) / map.height());
        weights.add(String.format(Locale.ROOT, "%.2f", weight));
      }
    }
    StringJoiner corners = new StringJoiner(",", "[", "]");
    double side = aligned.size();
    for (Point corner : List.of(new Point(0, 0), new Point(side, 0), new Point(0, side))) {
      Point point = aligned.toImage().apply(corner);
      corners.add(String.format(Locale.ROOT, "[%.1f,%.1f]", point.x(), point.y()));
    }
    return "{\"track\":%d,\"columns\":%d,\"rows\":%d,\"corners\":%s,\"weights\":%s}"
        .formatted(track, map.width(), map.height(), corners, weights);
  }
}
