package dev.mien.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What transformations have done so far, as Spark accumulators, which its web interface shows too.
 * Tasks that are repeated, after the loss of an executor say, count twice. Thread-safe.
 */
public final class MienCounters implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LongAccumulator rows;
  private final LongAccumulator faces;
  private final LongAccumulator errors;
  private final LongAccumulator milliseconds;

  MienCounters(SparkContext context) {
    rows = context.longAccumulator("mien rows");
    faces = context.longAccumulator("mien faces");
    errors = context.longAccumulator("mien errors");
    milliseconds = context.longAccumulator("mien milliseconds");
  }

  /** Rows analysed, those with an error included. */
  public long rows() {
    return rows.value();
  }

  /** Faces found in pictures and in analysed frames. */
  public long faces() {
    return faces.value();
  }

  /** Rows with an error. */
  public long errors() {
    return errors.value();
  }

  /** Time that tasks spent reading and analysing, added over all tasks. */
  public long milliseconds() {
    return milliseconds.value();
  }

  void add(long addedRows, long addedFaces, long addedErrors, long addedMilliseconds) {
    rows.add(addedRows);
    faces.add(addedFaces);
    errors.add(addedErrors);
    milliseconds.add(addedMilliseconds);
  }
}
