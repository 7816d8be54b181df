package dev.mien.app.cli.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What the system says when a file cannot be read or written, in words; it says a bare name at
 * times.
 */
public final class FileErrors {
  private FileErrors() {}

  /** Why, without the name of the file. */
  public static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    return String.valueOf(failure.getMessage());
  }

  /** Which file, and why. */
  public static String sentence(IOException failure) {
    return failure instanceof FileSystemException known && known.getReason() == null
        ? known.getFile() + ": " + reason(known)
        : String.valueOf(failure.getMessage());
  }

  /** That an output cannot be written. */
  static OutputException notWritten(Path target, IOException cause) {
    return new OutputException(target + " cannot be written: " + reason(cause), cause);
  }
}
