package dev.mien.spark;

import dev.mien.expression.Emotion;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The type of the column that is added. Names, units and meaning are those of the JSON that all
 * other interfaces print; numbers are not rounded.
 */
final class ResultSchema {
  private static final List<String> KEY_POINTS =
      List.of("right_eye", "left_eye", "nose", "mouth", "right_ear", "left_ear");

  private static final StructType POINT = doubles(Stream.of("x", "y"));
  private static final StructType PROBABILITIES =
      doubles(Arrays.stream(Emotion.values()).map(Emotion::label));

  private static final StructType QUALITY =
      doubles(Stream.of("size", "sharpness", "brightness", "contrast", "yaw", "pitch", "roll"))
          .add(field("reasons", new ArrayType(DataTypes.StringType, false), false));

  /** A face; {@code track} is null outside films. */
  static final StructType FACE =
      new StructType()
          .add(field("box", doubles(Stream.of("left", "top", "width", "height")), false))
          .add(field("landmarks", points(), true))
          .add(field("detection_score", DataTypes.DoubleType, false))
          .add(field("emotion", DataTypes.StringType, false))
          .add(field("probabilities", PROBABILITIES, false))
          .add(field("ambiguity", DataTypes.DoubleType, false))
          .add(field("valence", DataTypes.DoubleType, false))
          .add(field("arousal", DataTypes.DoubleType, false))
          .add(field("model_probabilities", PROBABILITIES, true))
          .add(field("quality", QUALITY, false))
          .add(field("track", DataTypes.IntegerType, true));

  private static final StructType FRAME =
      new StructType()
          .add(field("time", DataTypes.DoubleType, false))
          .add(field("faces", new ArrayType(FACE, false), false));

  private static final StructType ERROR =
      new StructType()
          .add(field("code", DataTypes.StringType, false))
          .add(field("message", DataTypes.StringType, false));

  /** What becomes of a row: {@code frames} is null outside films, {@code error} if all is well. */
  static final StructType RESULT =
      new StructType()
          .add(field("width", DataTypes.IntegerType, false))
          .add(field("height", DataTypes.IntegerType, false))
          .add(field("faces", new ArrayType(FACE, false), false))
          .add(field("frames", new ArrayType(FRAME, false), true))
          .add(field("error", ERROR, true));

  private ResultSchema() {}

  private static StructType points() {
    StructType points = new StructType();
    for (String name : KEY_POINTS) {
      points = points.add(field(name, POINT, false));
    }
    return points;
  }

  private static StructType doubles(Stream<String> names) {
    return new StructType(
        names.map(name -> field(name, DataTypes.DoubleType, false)).toArray(StructField[]::new));
  }

  private static StructField field(String name, DataType type, boolean nullable) {
    return DataTypes.createStructField(name, type, nullable);
  }
}
