package dev.mien.app.cli.console;

import picocli.CommandLine.Help.Ansi;

/**
 * Whether people are watching. Java 17 cannot tell which of the streams is a terminal, nor how wide
 * it is, so the launcher says it in system properties.
 */
public final class Terminal {
  private static final int USUAL_COLUMNS = 100;
  private static final int FEWEST_COLUMNS = 40;

  private Terminal() {}

  /** Whether standard output goes to a person. */
  public static boolean isOutput() {
    return Boolean.getBoolean("mien.stdout.terminal");
  }

  /** Whether standard error goes to a person; progress bars are drawn only then. */
  public static boolean isError() {
    return Boolean.getBoolean("mien.stderr.terminal");
  }

  /**
   * Whether a bar can be drawn and drawn again: standard error is a terminal that can move back.
   */
  public static boolean canRedraw() {
    return isError() && !isDumb();
  }

  /** How many characters fit into a line; 100 if that is not known. */
  public static int columns() {
    return Math.max(FEWEST_COLUMNS, Integer.getInteger("mien.columns", USUAL_COLUMNS));
  }

  /** Colours for standard output, unless NO_COLOR is set (no-color.org) or TERM is dumb. */
  public static Ansi colours() {
    return isOutput() && coloured() ? Ansi.ON : Ansi.OFF;
  }

  /** Colours for standard error. */
  public static Ansi errorColours() {
    return isError() && coloured() ? Ansi.ON : Ansi.OFF;
  }

  private static boolean coloured() {
    String value = System.getenv("NO_COLOR");
    return (value == null || value.isEmpty()) && !isDumb();
  }

  private static boolean isDumb() {
    return "dumb".equals(System.getenv("TERM"));
  }
}
