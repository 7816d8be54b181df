package dev.mien.app.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads small text files that people write: rules, priors, tokens. */
public final class TextFile {
  /** A hundred rules of the longest kind have a tenth of it. */
  static final int MAX_BYTES = 1024 * 1024;

  private TextFile() {}

  /**
   * Reads a file as UTF-8; a pipe is read as well.
   *
   * @param what it holds, for messages, such as "rule file"
   * @throws UserException if it is not there, cannot be read, is no text or has more than a
   *     megabyte
   */
  public static String read(Path file, String what) throws IOException {
    if (!Files.exists(file)) {
      throw new UserException("there is no " + what + " " + file);
    }
    if (Files.isDirectory(file)) {
      throw new UserException(file + " is a folder, not a " + what);
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (AccessDeniedException e) {
      throw new UserException("the " + what + " " + file + " cannot be read: permission denied");
    }
    if (bytes.length > MAX_BYTES) {
      throw new UserException(file + " is larger than a " + what + " can be (1 MB)");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UserException(file + " is no UTF-8 text, as a " + what + " is");
    }
  }
}
