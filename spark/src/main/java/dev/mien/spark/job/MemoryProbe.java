package dev.mien.spark.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Says for every row how much memory the executor holds at that moment, native memory included. */
record MemoryProbe() implements MapPartitionsFunction<Row, Row> {
  /** Seconds that are shown as one line. */
  static final int WINDOW = 60;

  static final Encoder<Row> ENCODER =
      Encoders.row(
          new StructType()
              .add("executor", DataTypes.StringType)
              .add("second", DataTypes.LongType)
              .add("resident", DataTypes.LongType));

  private static final long STARTED = System.nanoTime();
  private static final Path STATUS = Path.of("/proc/self/status");

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    String executor = SparkEnv.get().executorId();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        rows.next();
        long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - STARTED);
        return RowFactory.create(executor, second, resident());
      }
    };
  }

  /** In bytes; 0 where the system does not say. */
  private static long resident() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
    } catch (IOException e) {
      // Not on this system.
    }
    return 0;
  }
}
