package dev.mien.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** One local session of two cores for all tests of this JVM. */
public final class TestSpark {
  private static @Nullable SparkSession session;

  private TestSpark() {}

  /** The session; it ends with the JVM. */
  public static synchronized SparkSession session() {
    if (session == null) {
      session =
          SparkSession.builder()
              .master("local[2]")
              .appName("mien tests")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.sql.warehouse.dir", "target/warehouse")
              .getOrCreate();
    }
    return session;
  }

  /** A table of one row for each file: its number and its bytes. */
  static Dataset<Row> contents(List<byte[]> contents) {
    List<Row> rows = new ArrayList<>();
    for (int id = 0; id < contents.size(); id++) {
      rows.add(RowFactory.create(id, contents.get(id)));
    }
    return session()
        .createDataFrame(
            rows,
            new StructType().add("id", DataTypes.IntegerType).add("content", DataTypes.BinaryType));
  }

  /** Rows in the order of their first column. Spark would analyse them twice in order to sort. */
  static List<Row> byId(Dataset<Row> table) {
    return table.collectAsList().stream()
        .sorted(Comparator.comparingInt(row -> row.getInt(0)))
        .toList();
  }

  static List<byte[]> read(List<Path> files) throws java.io.IOException {
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(Files.readAllBytes(file));
    }
    return contents;
  }
}
