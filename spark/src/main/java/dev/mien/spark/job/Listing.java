package dev.mien.spark.job;

import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The files that a job is to read: {@code path}, {@code modificationTime}, {@code length}. */
final class Listing {
  private Listing() {}

  /**
   * Lists files, each once; their content is not read.
   *
   * @throws UsageException if a pattern matches none
   */
  static Dataset<Row> of(SparkSession spark, String[] inputs) {
    try {
      return spark
          .read()
          .format("binaryFile")
          .option("recursiveFileLookup", "true")
          .load(inputs)
          .select("path", "modificationTime", "length")
          .dropDuplicates("path");
    } catch (Exception e) {
      throw sentence(e, String.join(" ", inputs));
    }
  }

  /** Scala's exceptions are not declared. */
  private static RuntimeException sentence(Exception e, String inputs) {
    if (e instanceof AnalysisException) {
      return new UsageException("nothing matches " + inputs);
    }
    if (e instanceof java.io.IOException || e.getCause() instanceof java.io.IOException) {
      return new UsageException(inputs + " cannot be read: " + firstLine(e));
    }
    return e instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(e);
  }

  static String firstLine(Throwable e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  /** Those that are in none of the files written so far, in the order of their paths. */
  static Dataset<Row> without(Dataset<Row> listing, List<String> written) {
    Dataset<Row> remaining = listing;
    if (!written.isEmpty()) {
      Dataset<Row> done =
          listing.sparkSession().read().parquet(written.toArray(new String[0])).select("path");
      remaining = listing.join(done, listing.col("path").equalTo(done.col("path")), "left_anti");
    }
    return remaining.sort("path");
  }
}
