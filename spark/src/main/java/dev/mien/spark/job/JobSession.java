package dev.mien.spark.job;

import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * The Spark session of a job: the one that there is, else one that ends with the job. Without
 * {@code spark-submit} it runs on all cores of this machine.
 */
record JobSession(SparkSession spark, boolean own) implements AutoCloseable {
  private static final String MASTER = "spark.master";

  /**
   * @param master overrules what spark-submit says, or null
   */
  static JobSession open(@Nullable String master) {
    boolean own = SparkSession.getDefaultSession().isEmpty();
    SparkSession.Builder builder = SparkSession.builder().appName("mien-spark");
    boolean submitted = System.getProperty(MASTER) != null;
    if (own && (master != null || !submitted)) {
      builder
          .master(master == null ? "local[*]" : master)
          .config("spark.ui.enabled", "false")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.sql.shuffle.partitions", "8");
    }
    SparkSession spark = builder.getOrCreate();
    if (own && !submitted) {
      spark.sparkContext().setLogLevel("ERROR");
    }
    return new JobSession(spark, own);
  }

  @Override
  public void close() {
    if (own) {
      spark.stop();
    }
  }
}
