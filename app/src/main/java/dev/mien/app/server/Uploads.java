package dev.mien.app.server;

import dev.mien.Mien;
import dev.mien.image.ImageException;
import dev.mien.image.RgbImage;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes images out of requests, within the limits. */
final class Uploads {
  /** A client that is still sending would not see the answer if the connection closed at once. */
  private static final int LINGER_BYTES = 1 << 20;

  private final Limits limits;

  Uploads(Limits limits) {
    this.limits = limits;
  }

  /** A file of a request. */
  record Upload(String name, byte[] bytes) {}

  static boolean isMultipart(Context context) {
    return contentType(context).startsWith("multipart/form-data");
  }

  private static String contentType(Context context) {
    String type = context.contentType();
    return type == null ? "" : type.toLowerCase(Locale.ROOT);
  }

  /** The body of a request that is one image. */
  byte[] image(Context context) {
    String type = contentType(context);
    if (!type.isEmpty()
        && !type.startsWith("image/")
        && !type.startsWith("application/octet-stream")) {
      linger(context);
      throw Problem.unsupported(
          "send an image (image/jpeg, image/png, ...) or multipart/form-data, not " + type);
    }
    byte[] body = body(context);
    if (body.length == 0) {
      throw Problem.badRequest("the body is empty: send an image");
    }
    return body;
  }

  /** The body of any request. */
  byte[] body(Context context) {
    checkLength(context);
    try (InputStream in = context.req().getInputStream()) {
      byte[] body = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, limits.bodyBytes() + 1));
      if (body.length > limits.bodyBytes()) {
        throw bodyTooLarge(context);
      }
      return body;
    } catch (IOException e) {
      throw Problem.badRequest("the body ended early");
    }
  }

  /** The files of a form. */
  List<Upload> files(Context context) {
    checkLength(context);
    List<UploadedFile> files = new ArrayList<>();
    context.uploadedFileMap().values().forEach(files::addAll);
    if (files.isEmpty()) {
      throw Problem.badRequest("the form holds no files");
    }
    if (files.size() > limits.images()) {
      throw Problem.tooLarge(
          "%d images in one request; at most %d are taken"
              .formatted(files.size(), limits.images()));
    }
    return files.stream().map(Uploads::upload).toList();
  }

  private static Upload upload(UploadedFile file) {
    try (InputStream in = file.content()) {
      return new Upload(file.filename(), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void checkLength(Context context) {
    if (context.req().getContentLengthLong() > limits.bodyBytes()) {
      throw bodyTooLarge(context);
    }
  }

  private Problem bodyTooLarge(Context context) {
    linger(context);
    return Problem.tooLarge("the body is larger than %,d bytes".formatted(limits.bodyBytes()));
  }

  /** Reads on for a while what nobody wants. */
  private static void linger(Context context) {
    try {
      context.req().getInputStream().readNBytes(LINGER_BYTES);
    } catch (IOException e) {
      // The client is gone, and with it the need.
    }
  }

  /** Decodes an image. */
  static RgbImage decode(Mien mien, byte[] bytes) {
    try {
      return mien.read(bytes);
    } catch (ImageException e) {
      throw problem(e);
    }
  }

  private static Problem problem(ImageException e) {
    String detail = String.valueOf(e.getMessage());
    if (detail.contains("more than the limit")) {
      return Problem.tooLarge(detail);
    }
    return detail.startsWith("it is not a")
        ? Problem.unsupported(detail)
        : Problem.unreadable(detail);
  }
}
