package dev.mien.image;

import java.io.IOException;
import java.nio.file.Path;

/**
 * An image cannot be read. The message is one sentence for the person who gave the image; the
 * reason is for programs.
 */
public final class ImageException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why an image cannot be read. */
  public enum Reason {
    /** The file is not there, may not be read, or is no regular file. */
    FILE,
    /** It is no image, or of a format that is not read. */
    FORMAT,
    /** It has more pixels or bytes than the limit, or parts that no honest image has. */
    LIMIT,
    /** Decoding took longer than the deadline, or the thread was interrupted. */
    DEADLINE,
    /** There is not enough memory for it now. */
    MEMORY,
    /** It is an image, but damaged or cut short. */
    DAMAGED
  }

  private final Reason reason;

  /** For decoders: with one sentence, without a capital letter and a full stop. */
  public ImageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The same, with what caused it. */
  public ImageException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** The same of a file, whose name stands in front of the message. */
  public ImageException in(Path file) {
    return new ImageException(reason, file + ": " + getMessage(), this);
  }

  static ImageException damaged() {
    return new ImageException(Reason.DAMAGED, "the image is damaged or cut short");
  }

  static ImageException damaged(Throwable cause) {
    return new ImageException(Reason.DAMAGED, "the image is damaged or cut short", cause);
  }

  /** Why it cannot be read. */
  public Reason reason() {
    return reason;
  }
}
