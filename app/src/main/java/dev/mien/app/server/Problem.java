package dev.mien.app.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.app.session.SessionException;
import dev.mien.image.ImageException;
import io.javalin.http.Context;
import java.util.Locale;

/** A request that cannot be served, as {@code application/problem+json} (RFC 9457) tells it. */
final class Problem extends RuntimeException {
  static final String CONTENT_TYPE = "application/problem+json";
  private static final long serialVersionUID = 1L;
  private static final int MAX_DETAIL = 400;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final int status;
  private final String title;
  private final String code;

  /**
   * @param title what kind of problem it is, always the same for a status
   * @param code what a program may depend on; several may share a status
   * @param detail one sentence about this one
   */
  private Problem(int status, String title, String code, String detail) {
    super(abbreviated(detail), null, false, false);
    this.status = status;
    this.title = title;
    this.code = code;
  }

  /** With the title as its code. */
  private Problem(int status, String title, String detail) {
    this(status, title, title.toLowerCase(Locale.ROOT).replace(' ', '_'), detail);
  }

  /** What a client sent may be part of the sentence, but not all of it. */
  private static String abbreviated(String detail) {
    return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "…";
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** The same problem under a code that says more. */
  private Problem as(String moreExactly) {
    return new Problem(status, title, moreExactly, String.valueOf(getMessage()));
  }

  String json() {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("type", "about:blank");
    json.put("title", title);
    json.put("status", status);
    json.put("code", code);
    json.put("detail", getMessage());
    return json.toString();
  }

  static Problem badRequest(String detail) {
    return new Problem(400, "Bad request", detail);
  }

  static Problem invalidRules(String detail) {
    return badRequest(detail).as("invalid_rules");
  }

  static Problem unauthorized() {
    return new Problem(401, "Unauthorized", "this server asks for a token");
  }

  static Problem forbidden(String detail) {
    return new Problem(403, "Forbidden", detail);
  }

  static Problem notFound(String detail) {
    return new Problem(404, "Not found", detail);
  }

  static Problem notAcceptable(String detail) {
    return new Problem(406, "Not acceptable", detail);
  }

  static Problem conflict(String detail) {
    return new Problem(409, "Conflict", detail);
  }

  static Problem tooLarge(String detail) {
    return new Problem(413, "Content too large", detail);
  }

  static Problem unsupported(String detail) {
    return new Problem(415, "Unsupported media type", detail);
  }

  static Problem unreadable(String detail) {
    return new Problem(422, "Unprocessable content", detail);
  }

  static Problem tooMany(String detail) {
    return new Problem(429, "Too many requests", detail);
  }

  static Problem internal() {
    return new Problem(500, "Internal server error", "something went wrong inside Mien");
  }

  static Problem busy(String detail) {
    return new Problem(503, "Service unavailable", detail);
  }

  /** What a session, or the store of all, could not do. */
  static Problem of(SessionException e) {
    String detail = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case UNKNOWN -> notFound(detail).as("session_unknown");
      case ENDED -> conflict(detail).as("session_ended");
      case TAKEN -> conflict(detail).as("session_taken");
      case STORE -> busy(detail).as("store_unavailable");
    };
  }

  /** An image that cannot be read. */
  static Problem of(ImageException e) {
    String detail = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case LIMIT -> tooLarge(detail).as("image_limit");
      case FORMAT -> unsupported(detail).as("image_format");
      case MEMORY -> busy(detail).as("image_memory");
      case DEADLINE -> unreadable(detail).as("image_deadline");
      case DAMAGED, FILE -> unreadable(detail).as("image_damaged");
    };
  }

  /** A request that makes no sense to the web server. */
  static Problem refused(int status) {
    return new Problem(status, "Refused", "the request cannot be served");
  }

  /** What the web server refused by itself. */
  static Problem of(int status, Context context) {
    return switch (status) {
      case 404 -> notFound("there is nothing at " + context.path());
      case 405 ->
          new Problem(
              405,
              "Method not allowed",
              "%s is not possible at %s".formatted(context.method(), context.path()));
      case 413 -> tooLarge("the body is larger than the limit");
      default -> refused(status);
    };
  }
}
