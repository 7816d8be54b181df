package dev.mien.app.cli.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files beside an output: what is not finished, and what was stopped while something else is at
 * its place.
 */
public final class SiblingFiles {
  /** How the names of unfinished files begin, beside their place. */
  private static final String PART = ".part-";

  /** Bytes of a name that always fit behind the beginning: file systems allow 255 in all. */
  private static final int LONGEST_ENDING = 200;

  private SiblingFiles() {}

  /** The process is part of the name: what a process that was killed left can be recognised. */
  static Path unfinished(Path place) {
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    String begin = PART + ProcessHandle.current().pid() + "-" + random + "-";
    // The name keeps its ending: it tells writers of films and pictures what to write.
    return place.resolveSibling(begin + ending(place));
  }

  /** As much of the end of a name as fits. */
  private static String ending(Path place) {
    String name = String.valueOf(place.getFileName());
    int start = 0;
    while (name.substring(start).getBytes(StandardCharsets.UTF_8).length > LONGEST_ENDING) {
      start = name.offsetByCodePoints(start, 1);
    }
    return name.substring(start);
  }

  /**
   * What processes that are no longer there left of this file, the oldest first: they were killed,
   * or {@linkplain OutputFile#keepUnfinished kept it}.
   */
  public static List<Path> leftovers(Path target) throws IOException {
    Path place = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    Path folder = place.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    Pattern name =
        Pattern.compile(
            Pattern.quote(PART) + "(\\d{1,10})-[0-9a-f]{1,16}-" + Pattern.quote(ending(place)));
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher matcher = name.matcher(String.valueOf(file.getFileName()));
        if (matcher.matches()
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && isOwn(file)
            && !isAlive(Long.parseLong(matcher.group(1)))) {
          found.add(file);
        }
      }
    }
    found.sort(Comparator.comparing(file -> file.toFile().lastModified()));
    return found;
  }

  /** In a folder that several people share, another one's file is not gone on from. */
  private static boolean isOwn(Path file) {
    try {
      return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS)
          .getName()
          .equals(System.getProperty("user.name"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean isAlive(long process) {
    return process != ProcessHandle.current().pid()
        && ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
  }

  /** A name that nobody has, and from now on nobody else gets. */
  static Path createStopped(Path place) throws IOException {
    for (int i = 1; ; i++) {
      try {
        return Files.createFile(stopped(place, i));
      } catch (FileAlreadyExistsException e) {
        // The next number.
      }
    }
  }

  private static Path stopped(Path target, int number) {
    String name = String.valueOf(target.getFileName());
    int dot = name.lastIndexOf('.');
    int end = dot > 0 ? dot : name.length();
    String count = number == 1 ? "" : "-" + number;
    return target.resolveSibling(name.substring(0, end) + "-stopped" + count + name.substring(end));
  }
}
