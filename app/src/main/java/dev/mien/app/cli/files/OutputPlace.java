package dev.mien.app.cli.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Where an output will be: what may be written there, and what may be replaced. */
public final class OutputPlace {
  private static final List<Path> DEVICES = List.of(Path.of("/dev"), Path.of("/proc"));

  private OutputPlace() {}

  /**
   * Where the file will be, once it is known that nothing is lost by it.
   *
   * @throws OutputException as {@link OutputFile#prepare}
   */
  static Path of(Path target, FileKind kind, Collection<Path> inputs, boolean force)
      throws OutputException {
    if (Files.isDirectory(target)) {
      throw new OutputException(target + " is a folder, not a file that can be written");
    }
    requireNoInput(target, inputs);
    Path place = behindLinks(target);
    if (isDevice(target, place)) {
      return place;
    }
    Path folder = place.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new OutputException("there is no folder " + folder + " for " + target.getFileName());
    }
    requireKind(target, kind, force);
    return place;
  }

  /** Whether a name is that of a device or a pipe, which takes everything. */
  public static boolean isDevice(Path target) {
    return isDevice(target, target);
  }

  /** The same for a name and the place that it leads to. */
  static boolean isDevice(Path target, Path place) {
    return (Files.exists(place) && !Files.isRegularFile(place))
        || DEVICES.stream().anyMatch(device -> target.toAbsolutePath().startsWith(device));
  }

  /**
   * Checks that a file is none of the inputs, by whatever path or link.
   *
   * @throws OutputException if it is
   */
  private static void requireNoInput(Path target, Collection<Path> inputs) throws OutputException {
    for (Path input : inputs) {
      if (isSame(target, input)) {
        throw new OutputException(
            target + " is one of the inputs, which are never overwritten: name another file");
      }
    }
  }

  /** What a link leads to is replaced, not the link. */
  private static Path behindLinks(Path target) throws OutputException {
    try {
      return Files.exists(target) ? target.toRealPath() : target;
    } catch (IOException e) {
      throw FileErrors.notWritten(target, e);
    }
  }

  /** Whether two paths lead to one file. */
  static boolean isSame(Path target, Path input) {
    try {
      return target.toAbsolutePath().normalize().equals(input.toAbsolutePath().normalize())
          || (Files.exists(target) && Files.exists(input) && Files.isSameFile(target, input));
    } catch (IOException e) {
      return false; // What cannot be reached is no input.
    }
  }

  /**
   * Checks what would be replaced.
   *
   * @throws OutputException if it is of another kind and {@code force} is not given
   */
  static void requireKind(Path target, FileKind kind, boolean force) throws OutputException {
    if (force || !Files.exists(target)) {
      return;
    }
    FileKind there;
    try {
      there = FileKind.of(target);
    } catch (IOException e) {
      throw new OutputException(target + " cannot be replaced: " + FileErrors.reason(e), e);
    }
    if (there != FileKind.EMPTY && there != kind) {
      throw new OutputException(
          target + " exists and is " + there.title() + ": add --force to replace it");
    }
  }
}
