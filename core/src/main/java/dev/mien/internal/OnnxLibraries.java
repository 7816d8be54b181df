package dev.mien.internal;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;

/**
 * Keeps ONNX Runtime's native libraries unpacked between processes, where JavaCPP keeps those of
 * TensorFlow Lite. ONNX Runtime's own binding unpacks them, 24 MB, at every start; it still does
 * where anything stands in the way of this.
 */
final class OnnxLibraries {
  private static final String PATH_PROPERTY = "onnxruntime.native.path";
  private static final String[] LIBRARIES = {"onnxruntime", "onnxruntime4j_jni"};

  /** What the folder must have room for: these libraries, and others that have no second place. */
  private static final long ROOM = 200_000_000;

  private OnnxLibraries() {}

  /**
   * Lets the binding load the unpacked libraries while it is opened. Leaves it alone if the user
   * has named a folder, and where they cannot be unpacked or loaded: on a system that is not known
   * here, on a full disk, if they are damaged, or if another class loader of this process has
   * loaded them.
   */
  static <T> T during(Supplier<T> opening) {
    if (System.getProperty(PATH_PROPERTY) != null || !load()) {
      return opening.get();
    }
    try {
      return opening.get();
    } finally {
      System.clearProperty(PATH_PROPERTY);
    }
  }

  /** Loads them as the binding will do, for which this class must have the same class loader. */
  private static boolean load() {
    if (OnnxLibraries.class.getClassLoader() != OrtEnvironment.class.getClassLoader()) {
      return false;
    }
    try {
      File folder = null;
      for (String library : LIBRARIES) {
        File file = unpacked(System.mapLibraryName(library));
        System.load(file.getAbsolutePath());
        folder = file.getParentFile();
      }
      System.setProperty(PATH_PROPERTY, String.valueOf(folder));
      return true;
    } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
      System.getLogger(OnnxLibraries.class.getName())
          .log(System.Logger.Level.DEBUG, "ONNX Runtime unpacks its libraries by itself", e);
      return false;
    }
  }

  private static File unpacked(String name) throws IOException {
    URL packed =
        OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + platform() + "/" + name);
    if (packed == null) {
      throw new IOException("no library " + name + " for " + platform());
    }
    File cache = Loader.getCacheDir();
    if (cache.getUsableSpace() < ROOM) {
      throw new IOException("not enough room in " + cache);
    }
    return Loader.cacheResource(packed);
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
