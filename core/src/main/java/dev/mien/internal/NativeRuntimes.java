package dev.mien.internal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The native runtimes, which may be loaded ahead of their first use. Thread-safe. */
public enum NativeRuntimes {
  /** Runs expression models. */
  ONNX_RUNTIME(OnnxEnvironment::get),
  /** Runs face detectors. */
  TENSORFLOW_LITE(TfliteInterpreter::load);

  private final Runnable loading;
  private final AtomicReference<@Nullable LinkageError> failure = new AtomicReference<>();

  NativeRuntimes(Runnable loading) {
    this.loading = loading;
  }

  /** Begins to load them, each on a daemon thread of its own, and returns at once. */
  public static void preload() {
    for (NativeRuntimes runtime : values()) {
      Thread thread = new Thread(runtime::load, "mien-preload-" + runtime.ordinal());
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void load() {
    try {
      loading.run();
    } catch (LinkageError e) {
      failure.set(e);
    } catch (RuntimeException e) {
      System.getLogger(NativeRuntimes.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot be loaded ahead", e);
    }
  }

  /**
   * Throws what kept it from being loaded ahead: the first use itself would only be told that a
   * class could not be initialized.
   *
   * @throws LinkageError if it failed
   */
  public void requireLoadable() {
    LinkageError error = failure.get();
    if (error != null) {
      throw error;
    }
  }
}
