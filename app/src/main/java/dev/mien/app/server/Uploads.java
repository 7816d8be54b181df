package dev.mien.app.server;

import dev.mien.Mien;
import dev.mien.image.ImageException;
import dev.mien.image.RgbImage;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.server.Request;

/** Takes images out of requests, within the limits. */
final class Uploads {
  /** Of whatever is not an image: a token, a JSON object. */
  static final int SMALL_BODY = 64 * 1024;

  /** A client that is still sending would not see the answer if the connection closed at once. */
  private static final int LINGER_BYTES = 1 << 20;

  private static final int CHUNK = 16 * 1024;

  private final Limits limits;
  private final BodyClock clock;
  private final Quota memory;

  Uploads(Limits limits, BodyClock clock) {
    this.limits = limits;
    this.clock = clock;
    // A body is in memory twice while it is put together.
    long total = Math.max(4 * limits.bodyBytes(), Runtime.getRuntime().maxMemory() / 4);
    memory = new Quota(total, Math.max(2 * limits.bodyBytes(), total / 4));
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
    byte[] body = body(context, limits.bodyBytes());
    if (body.length == 0) {
      throw Problem.badRequest("the body is empty: send an image");
    }
    return body;
  }

  /**
   * The body of any request.
   *
   * @throws Problem if it is larger than {@code limit} bytes, comes too slowly, or if there is too
   *     little memory for it beside the bodies of others
   */
  byte[] body(Context context, long limit) {
    if (context.req().getContentLengthLong() > limit) {
      throw bodyTooLarge(context, limit);
    }
    Reservation reservation = reserve(context);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    try (BodyClock.Reading reading = clock.begin(context)) {
      InputStream in = context.req().getInputStream();
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        if (body.size() + count > limit) {
          throw bodyTooLarge(context, limit);
        }
        reservation.add(2L * count);
        body.write(chunk, 0, count);
      }
      return body.toByteArray();
    } catch (IOException e) {
      throw Problem.badRequest("the body ended early, or came too slowly");
    }
  }

  /** Counts memory until the request is answered: once, in however many chunks it comes. */
  private Reservation reserve(Context context) {
    Reservation reservation = new Reservation(context.ip());
    Request.addCompletionListener(Caller.request(context), failure -> reservation.end());
    return reservation;
  }

  private final class Reservation {
    private final String address;
    private long bytes;

    Reservation(String address) {
      this.address = address;
    }

    synchronized void add(long more) {
      if (!memory.take(address, more)) {
        throw Problem.busy("there is too little memory for so many bodies at once");
      }
      bytes += more;
    }

    synchronized void end() {
      memory.give(address, bytes);
      bytes = 0;
    }
  }

  /** The files of a form. */
  List<Upload> files(Context context) {
    String type = String.valueOf(context.contentType());
    List<Upload> files = FormFiles.parse(type, body(context, limits.bodyBytes()));
    if (files.isEmpty()) {
      throw Problem.badRequest("the form holds no files");
    }
    if (files.size() > limits.images()) {
      throw Problem.tooLarge(
          "%d images in one request; at most %d are taken"
              .formatted(files.size(), limits.images()));
    }
    return files;
  }

  private static Problem bodyTooLarge(Context context, long limit) {
    linger(context);
    return Problem.tooLarge("the body is larger than %,d bytes".formatted(limit));
  }

  /** Reads on for a while what nobody wants, as far as it is there already. */
  private static void linger(Context context) {
    try {
      InputStream in = context.req().getInputStream();
      byte[] chunk = new byte[CHUNK];
      int read = 0;
      while (read < LINGER_BYTES && in.available() > 0) {
        read += Math.max(0, in.read(chunk));
      }
    } catch (IOException e) {
      // The client is gone, and with it the need.
    }
  }

  /** Decodes an image. */
  static RgbImage decode(Mien mien, byte[] bytes) {
    try {
      return mien.read(bytes);
    } catch (ImageException e) {
      throw Problem.of(e);
    }
  }
}
