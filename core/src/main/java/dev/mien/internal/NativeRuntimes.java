package dev.mien.internal;

/** Loads the native runtimes ahead of their first use. Thread-safe. */
public final class NativeRuntimes {
  private NativeRuntimes() {}

  /**
   * Begins to load them, each on a daemon thread of its own, and returns at once. Whatever fails is
   * met again, and thrown, by the first use.
   */
  public static void preload() {
    preload("onnx", OnnxEnvironment::get);
    preload("tflite", TfliteInterpreter::load);
  }

  private static void preload(String name, Runnable loading) {
    Thread thread =
        new Thread(
            () -> {
              try {
                loading.run();
              } catch (RuntimeException | LinkageError e) {
                System.getLogger(NativeRuntimes.class.getName())
                    .log(System.Logger.Level.DEBUG, "cannot be loaded ahead", e);
              }
            },
            "mien-preload-" + name);
    thread.setDaemon(true);
    thread.start();
  }
}
