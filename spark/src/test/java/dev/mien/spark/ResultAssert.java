package dev.mien.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.FaceResult;
import dev.mien.expression.Emotion;
import dev.mien.face.Landmarks;
import dev.mien.face.QualityReason;
import java.util.List;
import org.apache.spark.sql.Row;

/** Compares a row with what the library says. */
final class ResultAssert {
  private static final double TOLERANCE = 1e-6;

  private ResultAssert() {}

  static void assertSame(List<Row> faces, List<FaceResult> expected) {
    assertThat(faces).hasSameSizeAs(expected);
    for (int i = 0; i < faces.size(); i++) {
      assertSame(faces.get(i), expected.get(i));
    }
  }

  private static void assertSame(Row face, FaceResult expected) {
    near(struct(face, "box"), "left", expected.box().left());
    near(struct(face, "box"), "top", expected.box().top());
    near(struct(face, "box"), "width", expected.box().width());
    near(struct(face, "box"), "height", expected.box().height());
    near(face, "detection_score", expected.detectionScore());
    assertThat(face.<String>getAs("emotion")).isEqualTo(expected.label());
    for (Emotion emotion : Emotion.values()) {
      near(struct(face, "probabilities"), emotion.label(), expected.scores().probability(emotion));
    }
    near(face, "ambiguity", expected.scores().ambiguity());
    near(face, "valence", expected.scores().valence());
    near(face, "arousal", expected.scores().arousal());
    near(struct(face, "quality"), "size", expected.quality().size());
    near(struct(face, "quality"), "sharpness", expected.quality().sharpness());
    near(struct(face, "quality"), "yaw", expected.quality().yaw());
    near(struct(face, "quality"), "roll", expected.quality().roll());
    assertThat(struct(face, "quality").<String>getList(7))
        .isEqualTo(expected.quality().reasons().stream().map(QualityReason::code).toList());
    Landmarks landmarks = expected.landmarks();
    if (landmarks == null) {
      assertThat(face.<Row>getAs("landmarks")).isNull();
    } else {
      near(struct(struct(face, "landmarks"), "nose"), "x", landmarks.nose().x());
      near(struct(struct(face, "landmarks"), "left_ear"), "y", landmarks.leftEar().y());
    }
  }

  private static Row struct(Row row, String name) {
    return row.getAs(name);
  }

  private static void near(Row row, String name, double expected) {
    assertThat(row.<Double>getAs(name)).as(name).isCloseTo(expected, within(TOLERANCE));
  }
}
