package dev.mien.app.cli.live;

import dev.mien.event.ExpressionEvent;
import dev.mien.output.ResultJson;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of events, a line of JSON each, which others may read while it grows. */
final class EventFile implements Closeable {
  private final Writer writer;

  EventFile(Path file) throws IOException {
    writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
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
