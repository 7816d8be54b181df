package dev.mien.expression;

import java.io.IOException;

/** A model file cannot be used. The message is one sentence that says what is wrong. */
public final class ModelException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A model cannot be used.
   *
   * @param message one sentence that says what is wrong
   */
  public ModelException(String message) {
    super(message);
  }

  /**
   * A model cannot be used because of another failure.
   *
   * @param message one sentence that says what is wrong
   */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
