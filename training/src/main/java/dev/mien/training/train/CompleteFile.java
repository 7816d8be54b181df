package dev.mien.training.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes the files of a run: each is there as a whole, or not at all. */
public final class CompleteFile {
  private CompleteFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes to {@code unfinished}, which is moved to its place afterwards. */
    void writeTo(Path unfinished) throws IOException;
  }

  /** Writes a file beside its place and moves it there. */
  public static void write(Path file, Content content) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    content.writeTo(unfinished);
    Files.move(
        unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
