package dev.mien.app.cli.console;

/**
 * The command was used wrongly; the message is one sentence for the person who did, and the exit
 * code is 2.
 */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With one sentence that says what is wrong. */
  public UserException(String message) {
    super(message);
  }
}
