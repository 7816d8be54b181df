package dev.mien.image;

import java.io.IOException;

/** An image cannot be read. The message is one sentence for the person who gave the image. */
public final class ImageException extends IOException {
  private static final long serialVersionUID = 1L;

  ImageException(String message) {
    super(message);
  }

  ImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
