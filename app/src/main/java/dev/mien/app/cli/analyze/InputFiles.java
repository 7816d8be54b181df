package dev.mien.app.cli.analyze;

import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.mien.app.cli.console.UserException;
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
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a user names into files: a file is itself, even if it is not there (the failure
 * becomes a row); a folder is every image below it, in order of name; a pattern is what it matches.
 */
final class InputFiles {
  private static final Set<String> EXTENSIONS =
      Set.of(
          "jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "webp", "tif", "tiff", "heic", "heif",
          "avif");

  /** Images that are named when a folder holds some, because they cannot be decoded. */
  private static final Set<String> OTHER_IMAGES =
      Set.of("jxl", "jp2", "svg", "psd", "cr2", "cr3", "nef", "arw", "dng");

  private static final Set<String> FILMS =
      Set.of("mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "mts", "wmv", "flv");

  private static final Pattern URL = Pattern.compile("[a-z][a-z0-9+.-]+://.*", CASE_INSENSITIVE);

  private InputFiles() {}

  /**
   * Lists the files.
   *
   * @param remarks receives a sentence for what a folder holds that is left out
   * @throws UserException if a pattern is wrong or matches nothing, a folder holds no image, or
   *     something is named that is no image: a URL, a film, an empty text
   */
  static List<Path> list(List<String> arguments, Consumer<String> remarks) {
    List<Path> files = new ArrayList<>();
    for (String argument : arguments) {
      files.addAll(list(argument, remarks));
    }
    return files;
  }

  private static List<Path> list(String argument, Consumer<String> remarks) {
    if (argument.isBlank()) {
      throw new UserException("an empty text names no file; the current folder is .");
    }
    if (URL.matcher(argument).matches()) {
      throw new UserException(
          argument + " is a URL: download the image first (mien video reads streams)");
    }
    Path path = path(argument);
    if (path != null && Files.isDirectory(path)) {
      return images(argument, walk(path), remarks);
    }
    if (path != null && Files.exists(path) && isFilmName(path)) {
      throw new UserException(argument + " is a film: use mien video " + argument);
    }
    if ((path != null && Files.exists(path)) || !isPattern(argument)) {
      if (path == null) {
        throw new UserException("\"" + argument + "\" is not a path");
      }
      return List.of(path);
    }
    return glob(argument);
  }

  /** The images of a folder; what else may be meant is named. */
  private static List<Path> images(String folder, List<Path> files, Consumer<String> remarks) {
    List<Path> images = files.stream().filter(InputFiles::isImageName).toList();
    String others = countByExtension(files.stream().filter(InputFiles::isOtherImageName).toList());
    String films = countByExtension(files.stream().filter(InputFiles::isFilmName).toList());
    if (!others.isEmpty()) {
      remarks.accept("left out of " + folder + ": " + others + ", which cannot be decoded");
    }
    if (!films.isEmpty()) {
      remarks.accept("left out of " + folder + ": " + films + ", which mien video reads");
    }
    if (images.isEmpty()) {
      throw new UserException("the folder " + folder + " holds no image files");
    }
    return images;
  }

  private static String countByExtension(List<Path> files) {
    return files.stream()
        .collect(groupingBy(InputFiles::extension, TreeMap::new, counting()))
        .entrySet()
        .stream()
        .map(entry -> "%d .%s".formatted(entry.getValue(), entry.getKey()))
        .collect(joining(", "));
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
    // Links to folders are followed where they are named, and not below: they may lead in circles.
    try {
      Path real = folder.toRealPath();
      try (Stream<Path> files = Files.walk(real)) {
        return files
            .filter(Files::isRegularFile)
            .map(file -> folder.resolve(real.relativize(file)))
            .sorted()
            .toList();
      }
    } catch (IOException | UncheckedIOException e) {
      throw new UserException("the folder " + folder + " cannot be read: " + e.getMessage());
    }
  }

  private static boolean isImageName(Path file) {
    return EXTENSIONS.contains(extension(file));
  }

  private static boolean isOtherImageName(Path file) {
    return OTHER_IMAGES.contains(extension(file));
  }

  private static boolean isFilmName(Path file) {
    return FILMS.contains(extension(file));
  }

  private static String extension(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
