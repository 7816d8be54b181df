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
    switch (format) {
      case TABLE -> out.print(ResultTable.of(result, colours));
      case JSON -> out.print(ResultJson.line(result));
      case JSONL -> out.print(ResultJson.line(result) + "\n");
      case CSV -> ResultCsv.rows(result).forEach(row -> out.print(row + "\r\n"));
    }
    check();
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
