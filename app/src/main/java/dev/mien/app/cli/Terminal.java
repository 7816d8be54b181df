package dev.mien.app.cli;

import picocli.CommandLine.Help.Ansi;

/**
 * Whether people are watching. Java 17 cannot tell which of the streams is a terminal, so the
 * launcher says it in system properties.
 */
public final class Terminal {
  private Terminal() {}

  /** Whether standard output goes to a person. */
  public static boolean isOutput() {
    return Boolean.getBoolean("mien.stdout.terminal");
  }

  /** Whether standard error goes to a person; progress bars are drawn only then. */
  public static boolean isError() {
    return Boolean.getBoolean("mien.stderr.terminal");
  }

  /** Colours for standard output, unless NO_COLOR is set (no-color.org). */
  public static Ansi colours() {
    return isOutput() && !noColour() ? Ansi.ON : Ansi.OFF;
  }

  /** Colours for standard error. */
  public static Ansi errorColours() {
    return isError() && !noColour() ? Ansi.ON : Ansi.OFF;
  }

  private static boolean noColour() {
    String value = System.getenv("NO_COLOR");
    return value != null && !value.isEmpty();
  }
}
