package dev.mien.app.server;

import dev.mien.app.server.Uploads.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Promise;

/** The files of a {@code multipart/form-data} body (RFC 7578), which stay in memory. */
final class FormFiles {
  private static final int MAX_PARTS = 1000;
  private static final int MAX_PART_HEADER = 8192;

  private FormFiles() {}

  /**
   * Takes them out.
   *
   * @throws Problem 400 if the body is no such form
   */
  static List<Upload> parse(String contentType, byte[] body) {
    List<Upload> files = new ArrayList<>();
    try {
      String boundary = MultiPart.extractBoundary(contentType);
      if (boundary == null || boundary.isEmpty()) {
        throw Problem.badRequest("the form's Content-Type names no boundary");
      }
      MultiPartFormData.Parser parser = new MultiPartFormData.Parser(boundary);
      parser.setMaxParts(MAX_PARTS);
      parser.setMaxMemoryFileSize(-1);
      parser.setMaxFileSize(-1);
      parser.setMaxLength(-1);
      parser.setPartHeadersMaxLength(MAX_PART_HEADER);
      CompletableFuture<MultiPartFormData.Parts> parsed = new CompletableFuture<>();
      parser.parse(Content.Source.from(ByteBuffer.wrap(body)), Promise.Invocable.toPromise(parsed));
      try (MultiPartFormData.Parts parts = parsed.join()) {
        for (MultiPart.Part part : parts) {
          String name = part.getFileName();
          if (name != null) {
            files.add(new Upload(name, content(part)));
          }
        }
      }
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw noForm();
    } catch (CompletionException e) {
      throw noForm();
    }
    return files;
  }

  private static byte[] content(MultiPart.Part part) throws IOException {
    return BufferUtil.toArray(Content.Source.asByteBuffer(part.createContentSource()));
  }

  private static Problem noForm() {
    return Problem.badRequest("the body is no multipart/form-data that can be read");
  }
}
