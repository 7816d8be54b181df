package dev.mien.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.Mien;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OnnxLibrariesTest {
  /** As in a server that loads an application anew: a library belongs to one class loader. */
  @Test
  void open_inASecondClassLoader_takesACopyOfItsOwn() throws Exception {
    try (Mien mien = Mien.open()) {
      assertThat(mien.model().name()).isEqualTo("base");
    }
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(new File(entry).toURI().toURL());
    }
    try (URLClassLoader second =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> other = second.loadClass(Mien.class.getName());
      assertThat(other).isNotSameAs(Mien.class);
      try (AutoCloseable mien = (AutoCloseable) other.getMethod("open").invoke(null)) {
        assertThat(mien).isNotNull();
      }
    }
    assertThat(System.getProperty("onnxruntime.native.path")).isNull();
  }
}
