package dev.mien.app.cli;

/** Starts the command line. */
public final class Main {
  private Main() {}

  /** Runs the command and exits with its code: 0 all well, 1 some items failed, 2 wrong use. */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    System.exit(MienCommand.commandLine().execute(arguments));
  }
}
