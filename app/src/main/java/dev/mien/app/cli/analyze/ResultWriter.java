package dev.mien.app.cli.analyze;

import dev.mien.ImageResult;
import dev.mien.output.ResultCsv;
import dev.mien.output.ResultJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine.Help.Ansi;

/**
 * Writes results as they come, in one format; what is written is valid after {@link #finish},
 * however early.
 */
final class ResultWriter {
  private final PrintWriter out;
  private final OutputFormat format;
  private final Ansi colours;
  private final boolean toFile;
  private boolean started;
  private boolean continued;

  /**
   * @param toFile whether a failure is to end the work; standard output remembers its own
   */
  ResultWriter(PrintWriter out, OutputFormat format, Ansi colours, boolean toFile) {
    this.toFile = toFile;
    this.out = out;
    this.format = format;
    this.colours = colours;
  }

  /**
   * Goes on behind results that the target may hold already; no header comes first then. For
   * formats of one result a line.
   */
  void goOn(boolean hasResults) {
    continued = hasResults;
  }

  /**
   * Writes and flushes a result: it survives the process.
   *
   * @throws UncheckedIOException if it cannot be written to a file
   */
  void write(ImageResult result) {
    if (!started) {
      start();
    } else if (format == OutputFormat.JSON) {
      out.print(",\n");
    }
    started = true;
    out.print(
        format == OutputFormat.TABLE ? ResultTable.of(result, colours) : text(result, format));
    check();
  }

  /** The result in a format for programs, with the line ends that follow it. */
  static String text(ImageResult result, OutputFormat format) {
    return switch (format) {
      case TABLE -> throw new IllegalArgumentException("a table is for people");
      case JSON -> ResultJson.line(result);
      case JSONL -> ResultJson.line(result) + "\n";
      case CSV -> String.join("\r\n", ResultCsv.rows(result)) + "\r\n";
    };
  }

  private void start() {
    if (format == OutputFormat.JSON) {
      out.print("[\n");
    } else if (format == OutputFormat.CSV && !continued) {
      out.print(ResultCsv.header() + "\r\n");
    }
  }

  /**
   * Ends the document.
   *
   * @throws UncheckedIOException if it cannot be written to a file
   */
  void finish() {
    if (!started) {
      start();
    }
    if (format == OutputFormat.JSON) {
      out.print("\n]\n");
    }
    check();
  }

  private void check() {
    if (out.checkError() && toFile) {
      throw new UncheckedIOException(new IOException("the results could not be written"));
    }
  }
}
