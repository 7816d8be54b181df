package dev.mien.app.session;

import java.util.regex.Pattern;

/**
 * What a session begins with. Control characters, which could command a terminal, are replaced.
 *
 * @param name what its owner calls it; any text up to 200 characters, not blank
 * @param source where frames come from; up to 4096 characters
 * @param model which expression model reads them
 * @param images whether one small grey picture of each face is kept every second
 */
public record NewSession(String name, String source, String model, boolean images) {
  private static final int MAX_LENGTH = 200;
  private static final int MAX_SOURCE = 4096;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}|[\\x80-\\x9f]");

  /** Checks name and source. */
  public NewSession {
    if (name.isBlank() || name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a session's name has 1 to 200 characters");
    }
    if (source.length() > MAX_SOURCE) {
      throw new IllegalArgumentException("a session's source has at most 4096 characters");
    }
    if (name.indexOf('\0') >= 0 || source.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a session's name and source have no NUL characters");
    }
    name = printable(name);
    source = printable(source);
  }

  static String printable(String text) {
    return CONTROL.matcher(text).replaceAll("\ufffd");
  }

  /** Without images. */
  public NewSession(String name, String source, String model) {
    this(name, source, model, false);
  }
}
