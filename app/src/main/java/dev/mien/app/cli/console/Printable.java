package dev.mien.app.cli.console;

/** Text of strangers, such as file names, made harmless for a terminal. */
public final class Printable {
  private Printable() {}

  /** The text with control characters, escape sequences among them, replaced by a question mark. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              int type = Character.getType(c);
              boolean harmful =
                  (Character.isISOControl(c) && c != '\n')
                      || type == Character.FORMAT
                      || type == Character.LINE_SEPARATOR
                      || type == Character.PARAGRAPH_SEPARATOR;
              printable.appendCodePoint(harmful ? '?' : c);
            });
    return printable.toString();
  }
}
