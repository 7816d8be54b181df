package dev.mien.spark.job;

import dev.mien.spark.MienCounters;
import dev.mien.spark.MienTransformer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Reads files and writes a row for each, piece by piece: an interrupted job loses the piece that it
 * was at. No row is shuffled.
 */
final class AnalyzeJob {
  /** A task reads so many files at most: long enough for its start not to count. */
  private static final int FILES_PER_TASK = 1000;

  /** A piece has so many tasks per core, so that few cores wait at its end. */
  private static final int TASKS_PER_CORE = 8;

  private final SparkSession spark;
  private final MienTransformer transformer;
  private final OutputFolder output;
  private final PrintWriter progress;

  AnalyzeJob(
      SparkSession spark, MienTransformer transformer, OutputFolder output, PrintWriter progress) {
    this.spark = spark;
    this.transformer = transformer;
    this.output = output;
    this.progress = progress;
  }

  /**
   * Writes what is not written yet.
   *
   * @param pieceFiles how many files are committed together, or 0 for what suits the cluster
   * @return how many rows were written
   */
  long run(Dataset<Row> listing, boolean resume, int pieceFiles) throws IOException {
    Dataset<Row> remaining =
        Listing.without(listing, resume ? output.written() : List.of()).cache();
    try {
      long all = remaining.count();
      int cores = spark.sparkContext().defaultParallelism();
      long size = pieceFiles > 0 ? pieceFiles : (long) FILES_PER_TASK * TASKS_PER_CORE * cores;
      long written = 0;
      Iterator<Row> files = remaining.toLocalIterator();
      while (files.hasNext()) {
        List<Row> piece = new ArrayList<>();
        while (files.hasNext() && piece.size() < size) {
          piece.add(files.next());
        }
        write(piece, remaining.schema(), tasks(piece.size(), cores));
        written += piece.size();
        progress.printf("%,d of %,d rows%n", written, all);
        progress.flush();
      }
      return written;
    } finally {
      remaining.unpersist();
    }
  }

  /** So that even a few files keep all cores busy, and the last tasks are short. */
  private static int tasks(int files, int cores) {
    int atLeast = (files + FILES_PER_TASK - 1) / FILES_PER_TASK;
    return Math.max(1, Math.min(files, Math.max(atLeast, TASKS_PER_CORE * cores)));
  }

  private void write(List<Row> piece, StructType schema, int tasks) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Dataset<Row> files = spark.createDataFrame(context.parallelize(piece, tasks), schema);
    transformer
        .transform(files)
        .write()
        // Only the whole is a success.
        .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
        .mode("append")
        .parquet(output.pieces());
  }

  /** What was done, in a sentence. */
  String summary(String where, long rows, double seconds) {
    if (rows == 0) {
      return "nothing to do; all rows are in " + where;
    }
    MienCounters counters = transformer.counters();
    return "%,d rows, %,d faces, %,d errors in %.1f s; written to %s"
        .formatted(rows, counters.faces(), counters.errors(), seconds, where);
  }
}
