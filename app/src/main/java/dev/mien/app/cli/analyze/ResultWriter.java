package dev.mien.app.cli.analyze;

import dev.mien.ImageResult;
import dev.mien.output.ResultCsv;
import dev.mien.output.ResultJson;
import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;

/**
 * Writes results as they come, in one format; what is written is valid after {@link #finish},
 * however early.
 */
final class ResultWriter {
  private final PrintWriter out;
  private final OutputFormat format;
  private final Ansi colours;
  private boolean started;
  private boolean continued;

  ResultWriter(PrintWriter out, OutputFormat format, Ansi colours) {
    this.out = out;
    this.format = format;
    this.colours = colours;
  }

  /** The target holds results already: no header comes first. For formats of one result a line. */
  void goOn() {
    continued = true;
  }

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
    out.flush();
  }

  private void start() {
    if (format == OutputFormat.JSON) {
      out.print("[\n");
    } else if (format == OutputFormat.CSV && !continued) {
      out.print(ResultCsv.header() + "\r\n");
    }
  }

  /** Ends the document. */
  void finish() {
    if (!started) {
      start();
    }
    if (format == OutputFormat.JSON) {
      out.print("\n]\n");
    }
    out.flush();
  }
}
