package dev.mien.app.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.FrameResult;
import dev.mien.TrackedFace;
import dev.mien.expression.AttentionMap;
import dev.mien.face.AlignedFace;
import dev.mien.geometry.Point;
import dev.mien.output.Rounding;
import java.util.List;

/**
 * Where the model looked, for pages that draw it: one map for each face, weights relative to the
 * largest, row by row, and the corners of the map in pixels of the frame.
 */
final class AttentionJson {
  private AttentionJson() {}

  static ArrayNode of(FrameResult result) {
    ArrayNode faces = JsonNodeFactory.instance.arrayNode();
    for (TrackedFace face : result.faces()) {
      faces.add(map(face.track(), face.face().prediction().attention(), face.face().aligned()));
    }
    return faces;
  }

  private static ObjectNode map(int track, AttentionMap map, AlignedFace aligned) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("track", track).put("columns", map.width()).put("rows", map.height());
    ArrayNode corners = json.putArray("corners");
    double side = aligned.size();
    for (Point corner : List.of(new Point(0, 0), new Point(side, 0), new Point(0, side))) {
      Point point = aligned.toImage().apply(corner);
      corners.addArray().add(Rounding.round(point.x(), 1)).add(Rounding.round(point.y(), 1));
    }
    ArrayNode weights = json.putArray("weights");
    for (int row = 0; row < map.height(); row++) {
      for (int column = 0; column < map.width(); column++) {
        double x = (column + 0.5) / map.width();
        double y = (row + 0.5) / map.height();
        weights.add(Rounding.round(map.relativeWeightAt(x, y), 2));
      }
    }
    return json;
  }
}
