package dev.mien.spark.job;

import dev.mien.spark.MienTransformer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The job for {@code spark-submit}. */
@Command(
    name = "mien-spark",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100,
    sortOptions = false,
    description =
        "Reads the expressions of faces in pictures and films, and writes a row for each file to Parquet. A file that cannot be read is a row with an error.",
    footer = {
      "",
      "Exit codes: 0 all rows are written, those with errors too; 1 the job failed; 2 wrong use, or",
      "an output that must not be overwritten. An interrupted job goes on with --resume.",
      "'mien-spark bench --help' tells how to measure speed and memory.",
      "",
      "Mien reads the expression that a face shows, not what a person feels. The EU AI Act bans",
      "emotion recognition at work and in education."
    })
public final class MienSpark implements Callable<Integer> {
  private static final String BENCH = "bench";

  @Mixin private final AnalysisOptions options = new AnalysisOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "The Parquet output; appears once it is complete.")
  private String out = "";

  @Option(
      names = "--resume",
      description = "Go on with an interrupted run, or add files to an output that lacks them.")
  private boolean resume;

  @Option(names = "--force", description = "Replace an output, once the new one is complete.")
  private boolean force;

  @Option(
      names = "--commit-every",
      paramLabel = "N",
      description =
          "Commit after so many files; an interruption loses what came after (default: 8,000 per core).")
  private int commitEvery;

  @Spec private CommandSpec spec;

  /** Runs the job and exits with its code unless that is 0. */
  public static void main(String[] arguments) {
    int code =
        execute(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * Runs the job, or the benchmark if the first word says so, in the Spark session that there is,
   * or one of its own.
   *
   * @return the exit code
   */
  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    boolean bench = arguments.length > 0 && arguments[0].equals(BENCH);
    // Not a subcommand: it would ask for the options of the job.
    return new CommandLine(bench ? new BenchCommand() : new MienSpark())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(MienSpark::reportWrongUse)
        .setExecutionExceptionHandler((exception, failed, parsed) -> report(exception, failed))
        .execute(bench ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments);
  }

  @Override
  public Integer call() throws Exception {
    if (resume && force) {
      throw new UsageException("--resume keeps what --force replaces: give one of them");
    }
    if (commitEvery < 0) {
      throw new UsageException("--commit-every must be positive");
    }
    try (JobSession session = JobSession.open(null)) {
      SparkSession spark = session.spark();
      OutputFolder output = OutputFolder.of(out, spark.sparkContext().hadoopConfiguration());
      Dataset<Row> listing =
          output.without(Listing.of(spark, options.inputs())); // It may lie in an input folder.
      MienTransformer transformer = options.transformer();
      transformer.transform(listing); // Tells what is wrong with the settings; nothing runs yet.
      output.begin(resume, force, transformer.describe());
      long started = System.nanoTime();
      AnalyzeJob job = new AnalyzeJob(spark, transformer, output, spec.commandLine().getErr());
      long rows = job.run(listing, resume, commitEvery);
      output.finish();
      PrintWriter console = spec.commandLine().getOut();
      console.println(job.summary(out, rows, (System.nanoTime() - started) / 1e9));
      console.flush();
    }
    return CommandLine.ExitCode.OK;
  }

  private static int report(Exception exception, CommandLine failed) {
    boolean usage =
        exception instanceof UsageException
            || exception instanceof IllegalArgumentException
            || exception instanceof IOException;
    String message =
        exception instanceof SparkException || exception instanceof UncheckedIOException
            ? "the job failed: " + Listing.firstLine(exception)
            : Listing.firstLine(exception);
    failed.getErr().println("mien-spark: " + message);
    failed.getErr().flush();
    return usage ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
  }

  private static int reportWrongUse(ParameterException exception, String[] arguments) {
    CommandLine failed = exception.getCommandLine();
    failed.getErr().println("mien-spark: " + exception.getMessage());
    failed.getErr().println("Try '" + failed.getCommandSpec().qualifiedName() + " --help'.");
    failed.getErr().flush();
    return CommandLine.ExitCode.USAGE;
  }
}
