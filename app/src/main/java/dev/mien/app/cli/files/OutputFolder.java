package dev.mien.app.cli.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Folders that commands write several files into. */
public final class OutputFolder {
  private OutputFolder() {}

  /**
   * Checks what {@link #prepare} does, and leaves no folder behind that was not there.
   *
   * @throws OutputException as {@link #prepare}
   */
  public static void check(Path folder, Collection<Path> inputs) throws OutputException {
    Path whole = Files.exists(folder) ? folder : folder.toAbsolutePath().normalize();
    List<Path> missing = new ArrayList<>();
    for (Path each = whole;
        each != null && !Files.exists(each, LinkOption.NOFOLLOW_LINKS);
        each = each.getParent()) {
      missing.add(each);
    }
    try {
      prepare(whole, inputs);
    } finally {
      missing.forEach(OutputFolder::deleteEmpty);
    }
  }

  /** One in which somebody has put something meanwhile stays. */
  private static void deleteEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // It stays.
    }
  }

  /**
   * Makes a folder, and checks that it can be written to and that none of the inputs lies in it,
   * where a file of the same name would replace it.
   *
   * @throws OutputException if one of these is not so
   */
  public static Path prepare(Path folder, Collection<Path> inputs) throws OutputException {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".part-", ""));
      Set<Path> parents = new HashSet<>();
      for (Path input : inputs) {
        parents.add(input.toAbsolutePath().normalize().getParent());
      }
      for (Path parent : parents) {
        if (parent != null && Files.isDirectory(parent) && Files.isSameFile(parent, folder)) {
          throw new OutputException(
              folder + " holds inputs, which are never overwritten: name another folder");
        }
      }
      return folder;
    } catch (FileAlreadyExistsException e) {
      throw new OutputException(folder + " is a file, not a folder", e);
    } catch (OutputException e) {
      throw e;
    } catch (IOException e) {
      throw new OutputException(
          "the folder " + folder + " cannot be written to: " + FileErrors.reason(e), e);
    }
  }
}
