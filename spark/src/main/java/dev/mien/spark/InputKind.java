package dev.mien.spark;

import java.util.Set;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Which types of columns hold pictures and films. */
final class InputKind {
  /** The field of {@code binaryFile} that holds the bytes. */
  static final String CONTENT = "content";

  private static final Set<String> IMAGE_FIELDS =
      Set.of("height", "width", "nChannels", "mode", "data");

  private InputKind() {}

  /**
   * Checks a column's type.
   *
   * @throws IllegalArgumentException with a sentence if it holds no pictures
   */
  static void check(String column, DataType type) {
    boolean fits =
        type instanceof BinaryType
            || type instanceof StringType
            || (type instanceof StructType struct && (isImage(struct) || isBinaryFile(struct)));
    if (!fits) {
      throw new IllegalArgumentException(
          "column %s is %s, not bytes, a path, or a struct of Spark's binaryFile or image source"
              .formatted(column, type.simpleString()));
    }
  }

  /** Whether a struct is one of Spark's {@code image} data source. */
  static boolean isImage(StructType struct) {
    return Set.of(struct.fieldNames()).containsAll(IMAGE_FIELDS);
  }

  private static boolean isBinaryFile(StructType struct) {
    return Set.of(struct.fieldNames()).contains(CONTENT)
        && struct.apply(CONTENT).dataType() instanceof BinaryType;
  }
}
