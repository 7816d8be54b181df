package dev.mien.app.cli.live;

import dev.mien.FrameResult;
import dev.mien.Mien;
import dev.mien.app.cli.files.OutputFile;
import dev.mien.output.FrameCsv;
import dev.mien.output.ResultJson;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;

/** A file of rows, as CSV or JSON Lines. For one thread. */
final class RowFile implements Closeable {
  private final Writer writer;
  private final boolean jsonLines;
  private final FrameCsv csv;
  private long frames;

  /**
   * @param source of the frames
   * @param model the name of the model that read them
   */
  RowFile(OutputFile file, boolean jsonLines, String source, String model) throws IOException {
    this.jsonLines = jsonLines;
    csv = new FrameCsv(source, model, Mien.version());
    writer = file.writer();
    if (!jsonLines) {
      writer.write(FrameCsv.header() + "\r\n");
    }
  }

  void write(FrameResult result) throws IOException {
    if (jsonLines) {
      writer.write(ResultJson.line(result) + "\n");
    } else {
      for (String row : csv.rows(frames++, result)) {
        writer.write(row + "\r\n");
      }
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
