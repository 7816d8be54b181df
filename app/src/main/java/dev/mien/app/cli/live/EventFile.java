package dev.mien.app.cli.live;

import dev.mien.app.cli.files.OutputFile;
import dev.mien.event.ExpressionEvent;
import dev.mien.output.ResultJson;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** A file of events, a line of JSON each, which others may read while it grows. */
final class EventFile implements Closeable {
  private final Writer writer;

  EventFile(OutputFile file) throws IOException {
    writer = file.writer();
  }

  void write(List<ExpressionEvent> events) throws IOException {
    for (ExpressionEvent event : events) {
      writer.write(ResultJson.line(event) + "\n");
    }
    writer.flush();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
