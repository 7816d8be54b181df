package dev.mien.spark;

import dev.mien.expression.ModelException;
import dev.mien.expression.onnx.InstalledModels;
import java.io.Serializable;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What executors need to analyse rows.
 *
 * @param modelFile the content of the model file, or null if the model is installed
 * @param hadoop how to reach file systems
 */
record Work(
    TransformerOptions options,
    @Nullable Broadcast<byte[]> modelFile,
    Broadcast<SerializableConfiguration> hadoop,
    MienCounters counters)
    implements Serializable {

  /**
   * Gathers on the driver what executors need: the model file too, which they may not have.
   *
   * @throws IllegalArgumentException if the model cannot be read
   */
  static Work of(SparkContext context, TransformerOptions options, MienCounters counters) {
    JavaSparkContext java = JavaSparkContext.fromSparkContext(context);
    Broadcast<SerializableConfiguration> hadoop =
        java.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    if (InstalledModels.contains(options.model())) {
      return new Work(options, null, hadoop, counters);
    }
    try {
      byte[] file = InstalledModels.read(options.model());
      TransformerOptions bySum = options.withModel(InstalledModels.sha256(file));
      return new Work(bySum, java.broadcast(file), hadoop, counters);
    } catch (ModelException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Leases this JVM's Mien, which is opened if need be. */
  SharedMien.Lease lease() {
    return SharedMien.lease(options, modelFile == null ? null : modelFile.value());
  }

  ContentReader reader(SharedMien.Lease lease) {
    Configuration configuration = hadoop.value().value();
    return new ContentReader(lease.mien(), configuration);
  }

  Analyzer analyzer(SharedMien.Lease lease) {
    return new Analyzer(lease.mien(), options.interval(), counters, stop());
  }

  /** Whether the task that runs on this thread was killed. */
  private static BooleanSupplier stop() {
    TaskContext task = TaskContext.get();
    return task == null ? () -> false : task::isInterrupted;
  }

  /** Ends a task that was killed: an interrupted thread would find every picture unreadable. */
  static void endIfKilled() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException("the task was killed");
    }
  }
}
