package dev.mien.internal;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The one environment of ONNX Runtime in this process. Its Java binding frees it in a shutdown hook
 * of the JVM, which runs beside all other threads: threads that load, run or close a model at that
 * moment would use freed memory. The native environment counts its owners, so a second owner that
 * is never released keeps the hook from freeing it; the process ends a moment later in any case.
 */
final class OnnxEnvironment {
  private static final OrtEnvironment SHARED = open();

  static {
    keep();
    cleanUp();
  }

  private OnnxEnvironment() {}

  static OrtEnvironment get() {
    return SHARED;
  }

  private static OrtEnvironment open() {
    return OnnxLibraries.during(OrtEnvironment::getEnvironment);
  }

  /**
   * Asks for the environment once more; the binding itself would answer from its own field. With a
   * binding that looks different inside, the hook stays as it was.
   */
  private static void keep() {
    try {
      MethodHandles.Lookup inside =
          MethodHandles.privateLookupIn(OrtEnvironment.class, MethodHandles.lookup());
      Class<?> runtime = inside.findClass("ai.onnxruntime.OnnxRuntime");
      Object api = inside.findStaticGetter(runtime, "ortApiHandle", long.class).invoke();
      inside
          .findStatic(
              OrtEnvironment.class,
              "createHandle",
              MethodType.methodType(long.class, long.class, int.class, String.class))
          .invoke(api, OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(), "mien");
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      System.getLogger(OnnxEnvironment.class.getName())
          .log(System.Logger.Level.DEBUG, "ONNX Runtime frees its environment at exit", e);
    }
  }

  /**
   * Deletes the folder that the binding makes for libraries, which it would leave behind, with
   * whatever it unpacked. They are loaded by now; where the system keeps loaded files from being
   * deleted, they stay until the exit.
   */
  private static void cleanUp() {
    try {
      MethodHandles.Lookup inside =
          MethodHandles.privateLookupIn(OrtEnvironment.class, MethodHandles.lookup());
      Class<?> runtime = inside.findClass("ai.onnxruntime.OnnxRuntime");
      Object folder =
          MethodHandles.privateLookupIn(runtime, inside)
              .findStaticGetter(runtime, "tempDirectory", Path.class)
              .invoke();
      if (folder instanceof Path path) {
        try (Stream<Path> files = Files.list(path)) {
          for (Path file : files.toList()) {
            Files.deleteIfExists(file);
          }
        }
        Files.deleteIfExists(path);
      }
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      System.getLogger(OnnxEnvironment.class.getName())
          .log(System.Logger.Level.DEBUG, "ONNX Runtime leaves a temporary folder", e);
    }
  }
}
