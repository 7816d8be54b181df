package dev.mien.internal;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/**
 * Keeps TensorFlow Lite from greeting on standard error whenever it makes an interpreter. Its C++
 * call for that is not in the Java binding, but the variable behind it is an exported symbol; where
 * it is not found, the greeting stays.
 */
final class TfliteLog {
  private static final String MINIMUM_SEVERITY =
      "_ZN6tflite16logging_internal13MinimalLogger21minimum_log_severity_E";

  /** tflite::LogSeverity: verbose 0, info 1, warning 2, error 3, silent 4. */
  private static final int WARNING = 2;

  private static final int SILENT = 4;

  private TfliteLog() {}

  static void warningsOnly() {
    Loader.loadGlobal(Loader.load(org.bytedeco.tensorflowlite.global.tensorflowlite.class));
    Pointer address = Loader.addressof(MINIMUM_SEVERITY);
    if (address != null && !address.isNull()) {
      IntPointer severity = new IntPointer(address);
      if (severity.get() >= 0 && severity.get() <= SILENT) {
        severity.put(WARNING);
      }
    }
  }
}
