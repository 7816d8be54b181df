package dev.mien.expression.onnx;

import dev.mien.expression.ModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The expression models inside Mien's own jar. {@code models.properties} beside them names them,
 * says which is the default, and holds the sha256 sum of each.
 */
public final class InstalledModels {
  /** The name that stands for whichever model is the default. */
  public static final String DEFAULT = "default";

  private static final String INT8 = "-int8";

  private static final String FOLDER = "/dev/mien/expression/models/";

  private InstalledModels() {}

  /**
   * The names of the models, default first. Each may have a form in 8 bits beside it, which {@link
   * #inPrecision} names.
   */
  public static List<String> names() {
    return List.of(index().getProperty("models").split(","));
  }

  /** The names of the models, each followed by that of its form in 8 bits if there is one. */
  public static List<String> namesOfForms() {
    return names().stream()
        .flatMap(name -> Stream.of(name, name + INT8))
        .filter(InstalledModels::contains)
        .toList();
  }

  /** Whether a model of that name, {@link #DEFAULT}, or an 8-bit form of that name is installed. */
  public static boolean contains(String name) {
    return expectedSha256(name) != null;
  }

  /**
   * What to read for a model in a precision: of an installed model the name of that form, of
   * everything else what was given.
   *
   * @throws ModelException if 8 bits are asked for by name and there is no such form
   */
  public static String inPrecision(String nameOrPath, ModelPrecision precision)
      throws ModelException {
    boolean installed = contains(nameOrPath);
    if (precision == ModelPrecision.FP32 || (installed && nameOrPath.endsWith(INT8))) {
      return nameOrPath;
    }
    String int8 = resolve(nameOrPath) + INT8;
    if (precision == ModelPrecision.AUTO) {
      return installed && contains(int8) && isFasterInt8() ? int8 : nameOrPath;
    }
    if (installed && contains(int8)) {
      return int8;
    }
    if (!installed && file(nameOrPath) == null) {
      throw notFound(nameOrPath);
    }
    throw new ModelException(
        installed
            ? "the model " + nameOrPath + " has no form in 8 bits"
            : "precision int8 chooses a form of an installed model; "
                + nameOrPath
                + " computes as it was made");
  }

  private static boolean isFasterInt8() {
    return List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
  }

  /** The file's sha256 sum as it should be, in hexadecimal; null if no such model is installed. */
  public static @Nullable String expectedSha256(String name) {
    return index().getProperty(resolve(name) + ".sha256");
  }

  /** The sha256 sum of a file's content, in hexadecimal. */
  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  /**
   * The content of a model file.
   *
   * @throws IllegalArgumentException if no model of that name is installed
   */
  public static byte[] bytes(String name) {
    String resolved = resolve(name);
    if (!contains(resolved)) {
      throw new IllegalArgumentException(
          "there is no model \"" + name + "\"; installed are " + namesOfForms());
    }
    return resource(resolved + ".onnx");
  }

  /**
   * The content of the model that a user means: an installed one by its name, else a file.
   *
   * @throws ModelException if there is neither, or the file cannot be read
   */
  public static byte[] read(String nameOrPath) throws ModelException {
    if (contains(nameOrPath)) {
      return bytes(nameOrPath);
    }
    Path file = file(nameOrPath);
    if (file == null) {
      throw notFound(nameOrPath);
    }
    return ModelFile.read(file);
  }

  /** The file of that name, if there is one. */
  private static @Nullable Path file(String name) {
    try {
      Path file = Path.of(name);
      return !name.isEmpty() && Files.exists(file) ? file : null;
    } catch (InvalidPathException e) {
      return null; // No file can be called so.
    }
  }

  private static ModelException notFound(String name) {
    return new ModelException(
        "there is no model \""
            + name
            + "\": installed are "
            + namesOfForms()
            + ", and no file is called so");
  }

  private static String resolve(String name) {
    return name.equals(DEFAULT) ? names().get(0) : name;
  }

  private static Properties index() {
    Properties properties = new Properties();
    try (InputStream in = new ByteArrayInputStream(resource("models.properties"))) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  private static byte[] resource(String name) {
    try (InputStream in = InstalledModels.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("Mien was built without " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
