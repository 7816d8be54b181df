package dev.mien.app.cli.files;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The process's standard output as UTF-8 text, whatever the locale says, which remembers why a
 * write failed: {@link PrintWriter} and {@code System.out} do not. Thread-safe.
 */
public final class StandardOutput {
  private static volatile @Nullable String failure;

  private StandardOutput() {}

  /** A writer of standard output, buffered until it is flushed. */
  public static PrintWriter writer() {
    return new PrintWriter(
        new OutputStreamWriter(
            new Watched(new FileOutputStream(FileDescriptor.out)), StandardCharsets.UTF_8));
  }

  /** A writer of standard error, flushed at every line. */
  public static PrintWriter errorWriter() {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8),
        true);
  }

  /** Why writing failed, or null if it has not. */
  public static @Nullable String failure() {
    return failure;
  }

  /** Whether writing failed because the reader of a pipe has gone, as after {@code | head -1}. */
  public static boolean isClosedByReader() {
    String reason = failure;
    return reason != null && reason.toLowerCase(Locale.ROOT).contains("pipe");
  }

  /** Passes bytes on and keeps the first failure. */
  private static final class Watched extends OutputStream {
    private final OutputStream target;

    Watched(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        target.write(bytes, offset, length);
      } catch (IOException e) {
        if (failure == null) {
          failure = FileErrors.reason(e);
        }
        throw e;
      }
    }

    @Override
    public void flush() throws IOException {
      target.flush();
    }
  }
}
