package dev.mien.training.dataset;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What file names say of the images: those of CK+ and CK+48 ({@code S010_004_00000017.png}) are
 * subject, sequence and frame.
 */
final class FileNames {
  private static final Pattern FRAME = Pattern.compile("((S\\d+)_\\d+)_\\d+\\..+");

  private FileNames() {}

  /** The origin of an image file. */
  static Origin origin(String path, String name) {
    Matcher matcher = FRAME.matcher(name);
    return matcher.matches()
        ? new Origin(path, matcher.group(2), matcher.group(1), Map.of())
        : new Origin(path, null, null, Map.of());
  }
}
