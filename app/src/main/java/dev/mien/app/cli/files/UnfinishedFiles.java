package dev.mien.app.cli.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The unfinished files of this process. Those that nothing was written to are removed when it ends,
 * because a signal came where nothing listens for one, say. Those with content stay: a later run
 * may go on from them. Thread-safe.
 */
final class UnfinishedFiles {
  private static final Set<Path> FILES = new HashSet<>();
  private static boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(UnfinishedFiles::end, "unfinished-files"));
  }

  private UnfinishedFiles() {}

  /**
   * Makes an empty file, which is removed if it is still empty when the process ends.
   *
   * @throws IOException if it is there already or cannot be made, or if the process is ending
   */
  static synchronized void create(Path file) throws IOException {
    if (ending) {
      throw new IOException("the process is ending");
    }
    Files.createFile(file);
    FILES.add(file);
  }

  /** Leaves a file to others: it was moved, removed or is to stay. */
  static synchronized void release(Path file) {
    FILES.remove(file);
  }

  private static synchronized void end() {
    ending = true;
    for (Path file : FILES) {
      try {
        if (Files.exists(file) && Files.size(file) == 0) {
          Files.delete(file);
        }
      } catch (IOException e) {
        // It stays beside the target under a name of its own; nothing of the user is touched.
      }
    }
  }
}
