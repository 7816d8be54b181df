package dev.mien.app.cli.files;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An output cannot be written; the message is one sentence that says which and why. */
public final class OutputException extends IOException {
  private static final long serialVersionUID = 1L;

  OutputException(String message) {
    this(message, null);
  }

  OutputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
