package dev.mien.spark;

import java.io.Serializable;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
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
    Settings settings,
    @Nullable Broadcast<byte[]> modelFile,
    Broadcast<SerializableConfiguration> hadoop,
    MienCounters counters)
    implements Serializable {

  /** Leases this JVM's Mien, which is opened if need be. */
  SharedMien.Lease lease() {
    return SharedMien.lease(settings, modelFile == null ? null : modelFile.value());
  }

  ContentReader reader(SharedMien.Lease lease) {
    Configuration configuration = hadoop.value().value();
    return new ContentReader(lease.mien(), configuration);
  }

  Analyzer analyzer(SharedMien.Lease lease) {
    return new Analyzer(lease.mien(), settings.interval(), counters, stop());
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
