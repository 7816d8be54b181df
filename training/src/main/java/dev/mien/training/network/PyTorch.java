package dev.mien.training.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads PyTorch's native libraries. JavaCPP unpacks them into a folder that all processes of a user
 * share; two that unpack at the same moment overwrite what the other has mapped already, which ends
 * it with SIGBUS. So only one process at a time loads them, under a lock file beside them.
 */
public final class PyTorch {
  private static final String LOCK = ".mien-loading";

  private static boolean loaded;

  private PyTorch() {}

  /**
   * Loads the libraries, unless this process has done so. Thread-safe; may wait for another
   * process.
   *
   * @throws UncheckedIOException if the folder cannot be written to
   */
  public static synchronized void load() {
    if (loaded) {
      return;
    }
    try {
      Path lock = Loader.getCacheDir().toPath().resolve(LOCK);
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (held.isValid()) {
          Loader.load(torch.class);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("PyTorch's libraries cannot be unpacked", e);
    }
    loaded = true;
  }
}
