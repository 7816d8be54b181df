package dev.mien.spark;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.Loader;

/**
 * Lets one process of a host at a time load native libraries. JavaCPP unpacks them into a folder
 * that all executors of a user share, and two that unpack at the same moment overwrite what the
 * other has mapped already, which ends it.
 */
final class NativeLibraries {
  /** The same file as training's, whose libraries lie in the same folder. */
  private static final String LOCK = ".mien-loading";

  private static volatile boolean ffmpegLoaded;

  private NativeLibraries() {}

  /** Work that may load libraries. */
  @FunctionalInterface
  interface Loading<T> {
    T run() throws Exception;
  }

  /** Does work that uses FFmpeg; the first one in this process loads it. */
  static <T> T withFfmpeg(Loading<T> work) throws Exception {
    if (ffmpegLoaded) {
      return work.run();
    }
    T result = alone(work);
    ffmpegLoaded = true;
    return result;
  }

  /**
   * Does the work while no other process loads. For one thread of this process at a time.
   *
   * @throws Exception what the work throws, or an {@link IOException} if the folder cannot be
   *     written to
   */
  static synchronized <T> T alone(Loading<T> work) throws Exception {
    Path lock = Loader.getCacheDir().toPath().resolve(LOCK);
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException("the lock on " + lock + " was lost");
      }
      return work.run();
    }
  }
}
