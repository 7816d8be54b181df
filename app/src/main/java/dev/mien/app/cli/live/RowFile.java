package dev.mien.app.cli.live;

import dev.mien.FrameResult;
import dev.mien.app.cli.files.OutputFile;
import dev.mien.output.ResultCsv;
import dev.mien.output.ResultJson;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;

/** A file of rows, as CSV or JSON Lines. For one thread. */
final class RowFile implements Closeable {
  private final Writer writer;
  private final boolean jsonLines;

  RowFile(OutputFile file, boolean jsonLines) throws IOException {
    this.jsonLines = jsonLines;
    writer = file.writer();
    if (!jsonLines) {
      writer.write(ResultCsv.frameHeader() + "\r\n");
    }
  }

  void write(FrameResult result) throws IOException {
    if (jsonLines) {
      writer.write(ResultJson.line(result) + "\n");
    } else {
      for (String row : ResultCsv.rows(result)) {
        writer.write(row + "\r\n");
      }
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
