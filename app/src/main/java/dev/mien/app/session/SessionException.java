package dev.mien.app.session;

/** A session cannot be found or its store cannot be used; the message is one sentence. */
public final class SessionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With one sentence that says what is wrong. */
  public SessionException(String message) {
    super(message);
  }

  /** With its cause. */
  public SessionException(String message, Throwable cause) {
    super(message, cause);
  }
}
