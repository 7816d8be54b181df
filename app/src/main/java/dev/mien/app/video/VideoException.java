package dev.mien.app.video;

import java.io.IOException;

/** A film or camera cannot be read or written; the message is one sentence. */
public final class VideoException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With one sentence that says what is wrong. */
  public VideoException(String message) {
    super(message);
  }

  static VideoException unexpected(VideoInfo source, Throwable cause) {
    return new VideoException(source.name() + " cannot be read any further: " + cause, cause);
  }

  /** With its cause. */
  public VideoException(String message, Throwable cause) {
    super(message, cause);
  }
}
