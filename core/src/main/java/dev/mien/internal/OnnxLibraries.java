package dev.mien.internal;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;

/**
 * Keeps ONNX Runtime's native libraries unpacked between processes, where JavaCPP keeps those of
 * TensorFlow Lite. ONNX Runtime's own binding unpacks them, 24 MB, at every start.
 */
final class OnnxLibraries {
  private static final String PATH_PROPERTY = "onnxruntime.native.path";

  private OnnxLibraries() {}

  /**
   * Unpacks them unless that has been done, and tells the binding where they are. Leaves it to the
   * binding if the user has named a folder, on a system that is not known here, and if the folder
   * cannot be written to.
   */
  static void unpack() {
    if (System.getProperty(PATH_PROPERTY) != null) {
      return;
    }
    try {
      File folder = null;
      for (String library : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
        String name = System.mapLibraryName(library);
        URL packed =
            OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + platform() + "/" + name);
        if (packed == null) {
          return;
        }
        folder = Loader.cacheResource(packed).getParentFile();
      }
      System.setProperty(PATH_PROPERTY, String.valueOf(folder));
    } catch (IOException | RuntimeException e) {
      System.getLogger(OnnxLibraries.class.getName())
          .log(System.Logger.Level.DEBUG, "ONNX Runtime unpacks its libraries by itself", e);
    }
  }

  /** As the binding's jar calls the folder of this system. */
  private static String platform() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String first = system.contains("win") ? "win" : system.contains("mac") ? "osx" : "linux";
    boolean arm = processor.startsWith("aarch64") || processor.startsWith("arm64");
    return first + (arm ? "-aarch64" : "-x64");
  }
}
