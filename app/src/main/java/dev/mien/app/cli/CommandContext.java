package dev.mien.app.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints: what picocli injects, never null once a command runs. */
public final class CommandContext {
  private CommandContext() {}

  /** Standard output of the command. */
  public static PrintWriter out(@Nullable CommandSpec spec) {
    return require(spec).commandLine().getOut();
  }

  /** Standard error of the command. */
  public static PrintWriter err(@Nullable CommandSpec spec) {
    return require(spec).commandLine().getErr();
  }

  private static CommandSpec require(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("the command was not started by picocli");
    }
    return spec;
  }
}
