package dev.mien.spark;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;

/**
 * Mien as a function of SQL.
 *
 * <pre>{@code
 * MienFunctions.register(spark);
 * spark.sql("SELECT path, mien_analyze(content) AS mien FROM photos");
 * }</pre>
 *
 * <p>A function is given one row at a time, so faces of different rows are not read together; where
 * that counts, use {@link MienTransformer}.
 */
public final class MienFunctions {
  /** The name of the function. */
  public static final String ANALYZE = "mien_analyze";

  private MienFunctions() {}

  /** Registers {@value #ANALYZE} with the default settings. */
  public static void register(SparkSession spark) {
    register(spark, new MienTransformer());
  }

  /**
   * Registers {@value #ANALYZE} with the settings of a transformer; its columns do not matter.
   *
   * @throws IllegalArgumentException if the model cannot be read
   */
  public static void register(SparkSession spark, MienTransformer settings) {
    Work work = settings.work(spark);
    UserDefinedFunction function =
        functions
            .udf(new Analyze(work), ResultSchema.RESULT)
            // Otherwise Spark may call it once for every field that a query takes of its answer.
            .asNondeterministic()
            .withName(ANALYZE);
    spark.udf().register(ANALYZE, function);
  }

  private record Analyze(Work work) implements UDF1<Object, Row> {
    @Override
    public Row call(Object value) {
      long started = System.nanoTime();
      try (SharedMien.Lease lease = work.lease()) {
        List<Content> contents = List.of(work.reader(lease).read(value));
        try {
          Work.endIfKilled();
          return work.analyzer(lease).analyze(contents, started).get(0);
        } catch (RuntimeException | Error e) {
          Content.closeAll(contents);
          throw e;
        }
      }
    }
  }
}
