package dev.mien.app.cli.analyze;

import dev.mien.app.cli.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a user names into files: a file is itself, even if it is not there (the failure
 * becomes a row); a folder is every image below it, in order of name; a pattern is what it matches.
 */
final class InputFiles {
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "webp", "tif", "tiff");

  private InputFiles() {}

  /**
   * Lists the files.
   *
   * @throws UserException if a pattern is wrong or matches nothing, or a folder holds no image
   */
  static List<Path> list(List<String> arguments) {
    List<Path> files = new ArrayList<>();
    for (String argument : arguments) {
      files.addAll(list(argument));
    }
    return files;
  }

  private static List<Path> list(String argument) {
    Path path = path(argument);
    if (path != null && Files.isDirectory(path)) {
      List<Path> images = walk(path).stream().filter(InputFiles::isImageName).toList();
      if (images.isEmpty()) {
        throw new UserException("the folder " + argument + " holds no image files");
      }
      return images;
    }
    if ((path != null && Files.exists(path)) || !isPattern(argument)) {
      if (path == null) {
        throw new UserException("\"" + argument + "\" is not a path");
      }
      return List.of(path);
    }
    return glob(argument);
  }

  private static @Nullable Path path(String argument) {
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean isPattern(String argument) {
    return argument.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
  }

  private static List<Path> glob(String pattern) {
    int special = 0;
    while ("*?[{".indexOf(pattern.charAt(special)) < 0) {
      special++;
    }
    int slash = pattern.lastIndexOf('/', special);
    Path base = Path.of(slash < 0 ? "" : slash == 0 ? "/" : pattern.substring(0, slash));
    PathMatcher matcher;
    try {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (IllegalArgumentException e) {
      throw new UserException("the pattern " + pattern + " cannot be understood");
    }
    List<Path> matches =
        Files.isDirectory(slash < 0 ? Path.of(".") : base)
            ? walk(base).stream().filter(matcher::matches).toList()
            : List.of();
    if (matches.isEmpty()) {
      throw new UserException("no file matches " + pattern);
    }
    return matches;
  }

  private static List<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new UserException("the folder " + folder + " cannot be read: " + e.getMessage());
    }
  }

  private static boolean isImageName(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
  }
}
