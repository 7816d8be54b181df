package dev.mien.app.cli.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The unfinished files of this process. Those that are left when it ends, because a signal came
 * where nothing listens for one, are removed then; only a process that is killed outright leaves
 * them behind. Thread-safe.
 */
final class UnfinishedFiles {
  private static final Set<Path> FILES = new HashSet<>();
  private static boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(UnfinishedFiles::end, "unfinished-files"));
  }

  private UnfinishedFiles() {}

  /**
   * Makes an empty file that is removed when the process ends.
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
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // It stays beside the target under a name of its own; nothing of the user is touched.
      }
    }
  }
}
