package dev.mien.app.cli.analyze;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What stands on standard input: the content of one image file, or a list of paths, whose entries
 * end with a line feed or, as {@code find -print0} writes them, with a zero byte.
 */
final class StandardInput {
  /** So many bytes of a list of paths have some whole ones. */
  private static final int LIST_BEGIN = 16_384;

  /** Image files have control characters within so many bytes. */
  private static final int IMAGE_BEGIN = 64;

  private final byte[] content;
  private final boolean image;

  private StandardInput(byte[] content) {
    this.content = content;
    image = !isZeroTerminated(content) && hasControlCharacters(content);
  }

  /** Reads all of it. */
  static StandardInput read(InputStream input) throws IOException {
    return new StandardInput(input.readAllBytes());
  }

  /** The image file, or null if it is a list of paths. */
  byte @Nullable [] image() {
    return image ? content : null;
  }

  /** The paths, or none if it is an image file. */
  List<String> paths() {
    if (image) {
      return List.of();
    }
    String text = new String(content, StandardCharsets.UTF_8);
    String end = text.indexOf('\0') >= 0 ? "\0" : "\r\n|[\r\n]";
    return Stream.of(text.split(end)).filter(path -> !path.isBlank()).toList();
  }

  /** Whether it is a list with zero bytes: one of its first entries is there. */
  private static boolean isZeroTerminated(byte[] bytes) {
    String begin = new String(bytes, 0, Math.min(LIST_BEGIN, bytes.length), StandardCharsets.UTF_8);
    return begin.indexOf('\0') >= 0 && Stream.of(begin.split("\0")).anyMatch(StandardInput::exists);
  }

  private static boolean exists(String path) {
    try {
      return !path.isBlank() && Files.exists(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static boolean hasControlCharacters(byte[] bytes) {
    for (int i = 0; i < Math.min(IMAGE_BEGIN, bytes.length); i++) {
      int value = bytes[i] & 0xff;
      if (value < 32 && value != '\n' && value != '\r' && value != '\t') {
        return true;
      }
    }
    return false;
  }
}
