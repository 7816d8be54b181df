package dev.mien.spark.job;

import static org.apache.spark.sql.functions.col;

import dev.mien.spark.MienCounters;
import dev.mien.spark.MienTransformer;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures throughput, and each executor's memory over time. With {@code --cores} it runs on this
 * machine once for every number; without, on the cluster that spark-submit names.
 */
@Command(
    name = "mien-spark bench",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100,
    sortOptions = false,
    description =
        "Measures pictures per second, and the memory of each executor over time. Nothing is written.")
final class BenchCommand implements Callable<Integer> {
  private static final int TASKS_PER_CORE = 16;

  @Mixin private final AnalysisOptions options = new AnalysisOptions();

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "20000",
      description =
          "How many rows; files repeat until there are as many (default: ${DEFAULT-VALUE}).")
  private int pictures;

  @Option(
      names = "--cores",
      split = ",",
      paramLabel = "N",
      description = "Run in this process once with each number of cores, such as 1,2.")
  private List<Integer> cores = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (pictures < 1 || cores.stream().anyMatch(count -> count < 1)) {
      throw new UsageException("--pictures and --cores must be positive");
    }
    if (cores.isEmpty()) {
      try (JobSession session = JobSession.open(null)) {
        measure(session.spark());
      }
    }
    for (int count : cores) {
      try (JobSession session = JobSession.open("local[" + count + "]")) {
        measure(session.spark());
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private void measure(SparkSession spark) {
    List<String> files =
        Listing.of(spark, options.inputs())
            .select("path")
            .sort("path")
            .as(Encoders.STRING())
            .collectAsList();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int tasks = TASKS_PER_CORE * spark.sparkContext().defaultParallelism();
    Dataset<Row> rows = rows(spark, files, tasks);
    MienTransformer warm = options.transformer();
    warm.transform(rows.limit(Math.min(files.size(), 20)))
        .write()
        .format("noop")
        .mode("overwrite")
        .save();

    MienTransformer transformer = options.transformer();
    long started = System.nanoTime();
    Dataset<Row> measured =
        transformer
            .transform(rows)
            .select(col("mien.width"))
            .mapPartitions(new MemoryProbe(), MemoryProbe.ENCODER);
    List<Row> memory =
        measured
            .groupBy(
                col("executor"),
                functions
                    .floor(col("second").divide(functions.lit(MemoryProbe.WINDOW)))
                    .as("window"))
            .agg(functions.max("resident").as("resident"))
            .sort("executor", "window")
            .collectAsList();
    double seconds = (System.nanoTime() - started) / 1e9;
    print(context.defaultParallelism(), files.size(), transformer.counters(), seconds, memory);
  }

  /** Files in turn, spread over the tasks so that each has some of all. */
  private Dataset<Row> rows(SparkSession spark, List<String> files, int tasks) {
    Dataset<Row> numbers = spark.range(0, pictures, 1, tasks).toDF("number");
    String[] paths = files.toArray(new String[0]);
    return numbers.select(
        functions
            .element_at(
                functions.lit(paths),
                col("number").mod(functions.lit(paths.length)).plus(functions.lit(1)).cast("int"))
            .as("path"));
  }

  private void print(
      int parallelism, int files, MienCounters counters, double seconds, List<Row> memory) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d cores: %,d rows of %,d files, %,d faces, %,d errors in %.1f s: %.1f rows/s, %.1f rows/s per core%n",
        parallelism,
        counters.rows(),
        files,
        counters.faces(),
        counters.errors(),
        seconds,
        counters.rows() / seconds,
        counters.rows() / seconds / parallelism);
    for (Row row : memory) {
      out.printf(
          "  executor %s, minute %3d: %,d MB resident%n",
          row.getString(0), row.getLong(1), row.getLong(2) >> 20);
    }
    out.flush();
  }
}
