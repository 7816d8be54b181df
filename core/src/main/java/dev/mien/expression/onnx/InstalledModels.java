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

/**
 * The expression models inside Mien's own jar. {@code models.properties} beside them names them,
 * says which is the default, and holds the sha256 sum of each.
 */
public final class InstalledModels {
  /** The name that stands for whichever model is the default. */
  public static final String DEFAULT = "default";

  private static final String FOLDER = "/dev/mien/expression/models/";

  private InstalledModels() {}

  /** The names of the models, default first. */
  public static List<String> names() {
    return List.of(index().getProperty("models").split(","));
  }

  /** Whether a model of that name, or {@link #DEFAULT}, is installed. */
  public static boolean contains(String name) {
    return names().contains(resolve(name));
  }

  /** The file's sha256 sum as it should be, in hexadecimal. */
  public static String expectedSha256(String name) {
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
    if (!names().contains(resolved)) {
      throw new IllegalArgumentException(
          "there is no model \"" + name + "\"; installed are " + names());
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
    try {
      Path file = Path.of(nameOrPath);
      if (Files.exists(file)) {
        return ModelFile.read(file);
      }
    } catch (InvalidPathException e) {
      // No file can be called so.
    }
    throw new ModelException(
        "there is no model \""
            + nameOrPath
            + "\": installed are "
            + names()
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
