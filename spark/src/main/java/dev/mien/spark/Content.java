package dev.mien.spark;

import dev.mien.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a row holds, ready to be analysed. */
sealed interface Content extends AutoCloseable {
  @Override
  default void close() throws IOException {}

  /** Closes contents that nobody analyses any more. */
  static void closeAll(Iterable<Content> contents) {
    for (Content content : contents) {
      try {
        content.close();
      } catch (IOException e) {
        // A temporary file stays; what ends the task matters more.
      }
    }
  }

  /** A decoded picture. */
  record Picture(RgbImage image) implements Content {
    long pixels() {
      return (long) image.width() * image.height();
    }
  }

  /**
   * A film in a local file.
   *
   * @param temporary whether closing deletes the file
   */
  record Film(Path file, boolean temporary) implements Content {
    @Override
    public void close() throws IOException {
      if (temporary) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Nothing that can be analysed. */
  record Failure(RowError error) implements Content {}
}
